import assert from "node:assert/strict";
import fc from "fast-check";
import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import { reduce } from "../../../../domain/numbers/integers/rational.ts";
import {
  planBinomialResidue,
  planCatalanResidue,
  planFactorialResidue,
  planMultifactorialResidue,
  planPermutationsResidue,
} from "../../../../domain/numbers/residue/combinatorial_residues.ts";
import {
  fibonacciResidue,
  lucasResidue,
} from "../../../../domain/numbers/residue/fibonacci_residue.ts";
import { NotInvertible } from "../../../../domain/numbers/integers/mod_inverse.ts";
import { planPrimorialResidue } from "../../../../domain/numbers/residue/plan_primorial_residue.ts";
import { planProductResidue } from "../../../../domain/numbers/residue/product_residue.ts";
import { planSubfactorialResidue } from "../../../../domain/numbers/residue/plan_subfactorial_residue.ts";
import { powerResidue } from "../../../../domain/numbers/residue/power_residue.ts";
import { progressionProduct } from "../../../../domain/numbers/residue/progression_product.ts";
import type { ResiduePlan } from "../../../../domain/numbers/residue/residue_plan.ts";
import { runs } from "../../../../testing/runs.ts";
import { createResidueTools } from "./tools.ts";

const tools = createResidueTools();

function integers(min: bigint, max: bigint) {
  return fc.bigInt({ min, max });
}

/** Small numbers, prime powers, products of them, and numbers of any size. */
const moduli = fc.oneof(
  integers(1n, 60n),
  integers(1n, 10n ** 6n),
  integers(1n, 10n ** 30n),
  fc.constantFrom(
    2n ** 10n,
    2n ** 64n,
    3n ** 9n,
    5n ** 12n,
    97n ** 2n,
    101n ** 3n,
    641n,
    5_003n ** 2n,
  ),
  fc.constantFrom(7n * 11n ** 2n * 4_099n ** 2n, 1_000_003n * 2n ** 5n, 10_007n, 10n ** 20n),
);

function mod(value: bigint, m: bigint): bigint {
  return ((value % m) + m) % m;
}

function computed({ compute }: ResiduePlan): bigint {
  return compute(NEVER_CANCELLED);
}

function product(first: bigint, step: bigint, count: bigint): bigint {
  let value = 1n;
  for (let i = 0n; i < count; i++) value *= first + i * step;
  return value;
}

const long = { numRuns: runs(400) };

Deno.test("residues of n! equal the exact remainder", () => {
  fc.assert(
    fc.property(integers(0n, 900n), moduli, (n, m) => {
      assert.equal(computed(planFactorialResidue(n, m, tools)), mod(product(1n, 1n, n), m));
    }),
    long,
  );
});

Deno.test("residues of multifactorials equal the exact remainder", () => {
  fc.assert(
    fc.property(integers(0n, 1_500n), integers(1n, 60n), moduli, (n, k, m) => {
      let value = 1n;
      for (let i = n; i > 0n; i -= k) value *= i;
      assert.equal(computed(planMultifactorialResidue(n, k, { m, tools })), mod(value, m));
      // An empty denominator disables the shortcut for short products.
      const count = (n + k - 1n) / k;
      const plan = planProductResidue(
        {
          above: { first: n - (count - 1n) * k, step: k, count },
          below: { first: 1n, step: 1n, count: 0n },
        },
        m,
        tools,
      );
      assert.equal(computed(plan), mod(value, m));
    }),
    { numRuns: runs(150) },
  );
});

Deno.test("residues of permutations equal the exact remainder", () => {
  fc.assert(
    fc.property(integers(0n, 5_000n), integers(0n, 300n), moduli, (n, k, m) => {
      const value = k > n ? 0n : product(n - k + 1n, 1n, k);
      assert.equal(computed(planPermutationsResidue(n, k, { m, tools })), mod(value, m));
    }),
    long,
  );
});

Deno.test("residues of binomials and Catalan numbers equal the exact remainder", () => {
  fc.assert(
    fc.property(integers(-2_000n, 5_000n), integers(-1n, 400n), moduli, (n, k, m) => {
      const value = k < 0n ? 0n : product(n - k + 1n, 1n, k) / product(1n, 1n, k);
      assert.equal(computed(planBinomialResidue(n, k, { m, tools })), mod(value, m));
      const index = k < 0n ? 0n : k;
      const catalan = product(index + 1n, 1n, index) / product(1n, 1n, index + 1n);
      assert.equal(computed(planCatalanResidue(index, m, tools)), mod(catalan, m));
    }),
    { numRuns: runs(150) },
  );
});

Deno.test("residues of products longer than several periods equal the plain product", () => {
  const primes = fc.constantFrom(4_099n, 5_003n, 5_003n ** 2n, 65_537n);
  fc.assert(
    fc.property(
      integers(1n, 10n ** 6n),
      integers(1n, 10n ** 4n),
      integers(1n, 12_000n),
      primes,
      (first, step, count, m) => {
        const progression = { first, step, count };
        const expected = progressionProduct(progression, m, NEVER_CANCELLED);
        const below = { first: 1n, step: 1n, count: 0n };
        assert.equal(
          computed(planProductResidue({ above: progression, below }, m, tools)),
          expected,
        );
        const quotient = planProductResidue(
          {
            above: { first: first + 1n, step: 1n, count },
            below: { first: 1n, step: 1n, count },
          },
          m,
          tools,
        );
        const exact = mod(product(first + 1n, 1n, count % 500n) / product(1n, 1n, count % 500n), m);
        const short = planProductResidue(
          {
            above: { first: first + 1n, step: 1n, count: count % 500n },
            below: { first: 1n, step: 1n, count: count % 500n },
          },
          m,
          tools,
        );
        assert.equal(computed(short), exact);
        assert.ok(computed(quotient) < m);
      },
    ),
    { numRuns: runs(40) },
  );
});

Deno.test("Lucas' theorem holds for binomials far beyond the modulus", () => {
  const digitBinomial = (n: bigint, k: bigint): bigint =>
    k > n ? 0n : product(n - k + 1n, 1n, k) / product(1n, 1n, k);
  fc.assert(
    fc.property(
      integers(0n, 10n ** 40n),
      integers(0n, 10n ** 40n),
      fc.constantFrom(2n, 3n, 5n, 7n, 31n, 97n),
      (n, k, p) => {
        let expected = 1n;
        for (let [a, b] = [n, k]; a > 0n || b > 0n; [a, b] = [a / p, b / p]) {
          expected = expected * digitBinomial(a % p, b % p) % p;
        }
        assert.equal(computed(planBinomialResidue(n, k, { m: p, tools })), expected);
      },
    ),
    long,
  );
});

Deno.test("a modulus without known factors gives the same residues", () => {
  const unfactored = { ...tools, factorize: (m: bigint) => ({ factors: [], rest: m }) };
  fc.assert(
    fc.property(integers(1_000n, 3_000n), integers(1n, 400n), (n, k) => {
      const m = 1_000_003n * 1_000_033n * 1_000_037n;
      const value = product(n - k + 1n, 1n, k) / product(1n, 1n, k);
      assert.equal(computed(planBinomialResidue(n, k, { m, tools: unfactored })), value % m);
    }),
    { numRuns: runs(50) },
  );
});

Deno.test("residues of subfactorials and primorials equal the exact remainder", () => {
  fc.assert(
    fc.property(integers(0n, 500n), moduli, (n, m) => {
      let value = 1n;
      for (let i = 1n; i <= n; i++) value = value * i + (i % 2n === 0n ? 1n : -1n);
      assert.equal(computed(planSubfactorialResidue(n, m, tools)), mod(value, m));
      let primorial = 1n;
      for (let p = 2n; p <= n; p++) {
        let isPrime = true;
        for (let d = 2n; d * d <= p; d++) isPrime &&= p % d !== 0n;
        if (isPrime) primorial *= p;
      }
      assert.equal(computed(planPrimorialResidue(n, m, tools)), mod(primorial, m));
    }),
    { numRuns: runs(150) },
  );
});

Deno.test("residues of F(n) and L(n) satisfy recurrence and reflection", () => {
  fc.assert(
    fc.property(integers(-(10n ** 50n), 10n ** 50n), moduli, (n, m) => {
      const f = (k: bigint) => fibonacciResidue(k, m, NEVER_CANCELLED);
      const l = (k: bigint) => lucasResidue(k, m, NEVER_CANCELLED);
      assert.equal(f(n + 2n), (f(n + 1n) + f(n)) % m);
      assert.equal(l(n), (f(n - 1n) + f(n + 1n)) % m);
      // Another doubling formula: F(2n) = F(n) L(n).
      assert.equal(f(2n * n), f(n) * l(n) % m);
    }),
    long,
  );
});

Deno.test("residues of powers equal the exact remainder, with inverses too", () => {
  fc.assert(
    fc.property(
      integers(-(10n ** 20n), 10n ** 20n),
      integers(1n, 10n ** 20n),
      integers(-300n, 300n),
      moduli,
      (p, q, exponent, m) => {
        const base = reduce(p, q);
        if (base.numerator === 0n && exponent < 0n) return;
        const below = exponent < 0n ? base.numerator : base.denominator;
        const actual = () => powerResidue(base, exponent, m, NEVER_CANCELLED);
        let common = mod(below, m);
        for (let b = m; b !== 0n;) [common, b] = [b, common % b];
        if (common !== 1n && exponent !== 0n && base.numerator !== 0n) {
          assert.throws(
            actual,
            (error) => error instanceof NotInvertible && error.divisor === common,
          );
          return;
        }
        const size = exponent < 0n ? -exponent : exponent;
        const [above, under] = exponent < 0n
          ? [base.denominator, base.numerator]
          : [base.numerator, base.denominator];
        assert.equal(mod(actual() * under ** size, m), mod(above ** size, m));
      },
    ),
    long,
  );
});

Deno.test("n! is predicted to be costly only if it is", () => {
  const seconds = (n: bigint, m: bigint) => planFactorialResidue(n, m, tools).seconds;
  assert.ok(seconds(10n ** 30n, 10n ** 20n) < 1e-5);
  assert.ok(seconds(10n ** 9n, 10n ** 9n + 7n) < 1e-3);
  assert.ok(seconds(5n * 10n ** 8n, 10n ** 9n + 7n) > 1);
  assert.ok(seconds(10n ** 15n, 2n ** 61n - 1n) > 10_000);
});

/** Lucas' theorem: modulo p, binomial(n, k) is the product over the digits of n and k in base p. */
Deno.test("binomials of numbers with hundreds of digits satisfy Lucas' theorem", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(2n, 3n, 5n, 7n, 29n, 101n),
      fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { minLength: 500, maxLength: 800 }),
      (p, pairs) => {
        let [n, k, expected] = [0n, 0n, 1n];
        for (const [a, b] of pairs) {
          const top = BigInt(a) % p;
          const bottom = BigInt(b) % (top + 1n);
          [n, k] = [n * p + top, k * p + bottom];
          const digit = product(top - bottom + 1n, 1n, bottom) / product(1n, 1n, bottom);
          expected = expected * digit % p;
        }
        assert.equal(computed(planBinomialResidue(n, k, { m: p, tools })), expected);
      },
    ),
    { numRuns: 30 },
  );
});
