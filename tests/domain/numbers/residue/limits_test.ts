import assert from "node:assert/strict";
import fc from "fast-check";
import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import { modInverse } from "../../../../domain/numbers/integers/mod_inverse.ts";
import {
  fibonacciResidue,
  planBinomialResidue,
  planFactorialResidue,
  planMultifactorialResidue,
  planPrimorialResidue,
  planSubfactorialResidue,
  powerResidue,
  predictFibonacciResidueSeconds,
  predictPowerResidueSeconds,
} from "../../../../domain/numbers/residue/mod.ts";
import { planProductResidue } from "../../../../domain/numbers/residue/product_residue.ts";
import { progressionProduct } from "../../../../domain/numbers/residue/progression_product.ts";
import { runs } from "../../../../testing/runs.ts";
import { createResidueTools } from "./tools.ts";

const tools = createResidueTools();
const unfactored = { ...tools, factorize: (m: bigint) => ({ factors: [], rest: m }) };
const EMPTY = { first: 1n, step: 1n, count: 0n };

Deno.test("every residue modulo 1 is 0", () => {
  assert.equal(progressionProduct({ first: 1n, step: 1n, count: 5n }, 1n, NEVER_CANCELLED), 0n);
  assert.equal(planFactorialResidue(5n, 1n, tools).compute(NEVER_CANCELLED), 0n);
  assert.equal(powerResidue({ numerator: 5n, denominator: 1n }, 0n, 1n, NEVER_CANCELLED), 0n);
  assert.equal(fibonacciResidue(7n, 1n, NEVER_CANCELLED), 0n);
});

Deno.test("a negative power of zero throws", () => {
  const zero = { numerator: 0n, denominator: 1n };
  assert.throws(() => powerResidue(zero, -1n, 7n, NEVER_CANCELLED), RangeError);
  assert.equal(powerResidue(zero, 3n, 7n, NEVER_CANCELLED), 0n);
  assert.equal(powerResidue(zero, 0n, 7n, NEVER_CANCELLED), 1n);
});

Deno.test("products that become 0 end early", () => {
  const count = 10n ** 14n;
  const small = progressionProduct({ first: 1n, step: 1n, count }, 10_007n, NEVER_CANCELLED);
  assert.equal(small, 0n);
  const large = progressionProduct({ first: 1n, step: 1n, count }, 2n ** 70n, NEVER_CANCELLED);
  assert.equal(large, 0n);
  assert.equal(planPrimorialResidue(10n ** 5n, 6n, tools).compute(NEVER_CANCELLED), 0n);
});

Deno.test("a primorial beyond every sieve has residue 0 modulo products of different primes", () => {
  const n = 10n ** 30n;
  for (const m of [1n, 6n, 30_030n, 999_983n * 1_000_003n]) {
    const plan = planPrimorialResidue(n, m, tools);
    assert.ok(plan.seconds < 1e-3, String(m));
    assert.equal(plan.compute(NEVER_CANCELLED), 0n);
  }
  for (const m of [4n, 12n, 999_983n ** 2n]) {
    assert.ok(planPrimorialResidue(n, m, tools).seconds > 1e6, String(m));
  }
  const prime = 2n ** 31n - 1n;
  assert.ok(planPrimorialResidue(10n ** 9n, prime, tools).seconds > 1);
});

Deno.test("long steps wrap around the modulus", () => {
  for (const m of [999_999_937n, 2n ** 89n - 1n]) {
    const progression = { first: m - 2n, step: m - 5n, count: 40n };
    let expected = 1n;
    for (let i = 0n; i < 40n; i++) expected = expected * (m - 2n + i * (m - 5n)) % m;
    assert.equal(progressionProduct(progression, m, NEVER_CANCELLED), expected);
  }
});

Deno.test("products just above a multiple of the modulus are reduced correctly", () => {
  for (const m of [999_999_937n, 998_244_353n, 1_000_000_007n, 1_000_003n, 2n ** 49n - 81n]) {
    for (let a = 2n; a < 500n; a++) {
      const progression = { first: a, step: modInverse(a, m) - a, count: 2n };
      assert.equal(progressionProduct(progression, m, NEVER_CANCELLED), 1n);
    }
  }
});

Deno.test("products of two residues are exact up to the largest modulus for doubles", () => {
  const residue = fc.bigInt({ min: 0n, max: 2n ** 49n - 1n });
  fc.assert(
    fc.property(residue, residue, fc.bigInt({ min: 2n, max: 2n ** 49n - 1n }), (a, b, m) => {
      const progression = { first: a, step: b - a, count: 2n };
      assert.equal(progressionProduct(progression, m, NEVER_CANCELLED), a * b % m);
    }),
    { numRuns: runs(5_000) },
  );
});

Deno.test("residues modulo prime powers beyond the tables equal the exact remainder", () => {
  const m = 2n ** 100n * 3n ** 90n;
  const odd = { first: 1n, step: 6n, count: 300n };
  let expected = 1n;
  for (let i = 0n; i < 300n; i++) expected *= 1n + 6n * i;
  const plan = planProductResidue({ above: odd, below: EMPTY }, m, tools);
  assert.equal(plan.compute(NEVER_CANCELLED), expected % m);
  for (const [prime, exponent] of [[5_003n, 1], [2n, 65], [4_099n, 1]] as const) {
    const modulus = prime ** BigInt(exponent);
    const power = { ...tools, factorize: () => ({ factors: [{ prime, exponent }], rest: 1n }) };
    const above = { first: 3n, step: 1n, count: 400n };
    const quotient = planBinomialResidue(902n, 400n, { m: modulus, tools: power });
    let value = 1n;
    for (let i = 1n; i <= 400n; i++) value = value * (502n + i) / i;
    assert.equal(quotient.compute(NEVER_CANCELLED), value % modulus);
    assert.ok(planProductResidue({ above, below: EMPTY }, modulus, power).seconds > 0);
  }
});

Deno.test("a residue that no method can compute is predicted to take forever", () => {
  const m = 10n ** 40n + 1n;
  assert.equal(planFactorialResidue(m, m, unfactored).compute(NEVER_CANCELLED), 0n);
  const above = { first: 1n, step: 1n, count: m };
  const seconds = (count: bigint) =>
    planBinomialResidue(2n * count, count, { m, tools: unfactored }).seconds;
  assert.equal(seconds(10n ** 7n), Infinity);
  assert.ok(seconds(10n ** 3n) < 1);
  assert.ok(planFactorialResidue(10n ** 30n, m, unfactored).seconds > 1e9);
  assert.ok(planMultifactorialResidue(10n ** 60n, 2n, { m, tools: unfactored }).seconds > 1e9);
  const parts = {
    ...tools,
    factorize: () => ({ factors: [{ prime: 7n, exponent: 1 }], rest: 11n }),
  };
  const plan = planProductResidue({ above: { ...above, step: 3n, count: 10n ** 9n } }, 77n, parts);
  assert.ok(plan.seconds > 1);
  const rest = {
    ...tools,
    factorize: () => ({ factors: [{ prime: 7n, exponent: 1 }], rest: 100_003n }),
  };
  assert.equal(planFactorialResidue(200_000n, 700_021n, rest).compute(NEVER_CANCELLED), 0n);
  const whole = planProductResidue(
    { above: { first: 4n, step: 1n, count: 76n }, below: EMPTY },
    77n,
    parts,
  );
  assert.equal(whole.compute(NEVER_CANCELLED), 0n);
});

Deno.test("a product of multiples of the modulus is 0 at once, however many they are", () => {
  const context = { checkpoint: () => assert.fail("nothing is multiplied") };
  for (const m of [7n, 10n ** 20n]) {
    for (const step of [m, 1n]) {
      assert.equal(progressionProduct({ first: 5n * m, step, count: 10n ** 6n }, m, context), 0n);
    }
    assert.equal(progressionProduct({ first: m, step: m, count: 0n }, m, NEVER_CANCELLED), 1n);
  }
});

Deno.test("residues of subfactorials are periodic in the argument", () => {
  const residue = (n: bigint, m: bigint, using = tools) => {
    const plan = planSubfactorialResidue(n, m, using);
    assert.ok(plan.seconds > 0 && plan.seconds < 100);
    return plan.compute(NEVER_CANCELLED);
  };
  for (const m of [10n ** 20n, 2n * 100_003n, 100_003n]) {
    assert.equal(residue(10n ** 30n * 2n * m + 12_345n, m), residue(12_345n, m));
  }
  const prime = 1_000_003n;
  assert.equal(residue(20_000n + 2n * prime, prime, unfactored), residue(20_000n, prime));
});

Deno.test("predictions grow with the exponent and the modulus", () => {
  for (const predict of [predictPowerResidueSeconds, predictFibonacciResidueSeconds]) {
    const seconds = [32, 64, 1_000, 3_000, 40_000]
      .map((bits) => predict(1n << BigInt(bits), 1n << BigInt(bits)));
    for (let i = 1; i < seconds.length; i++) assert.ok(seconds[i]! > seconds[i - 1]!);
  }
});
