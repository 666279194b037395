import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { Cancelled, NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import { bernoulliNumbers } from "../../../../domain/numbers/outline/bernoulli.ts";
import { digitsInBase } from "../../../../domain/numbers/outline/digits_in_base.ts";
import { exp } from "../../../../domain/numbers/outline/exp.ts";
import { factorialValue } from "../../../../domain/numbers/outline/factorial.ts";
import { bitLength } from "../../../../domain/numbers/integers/bit_length.ts";
import { integerRoot } from "../../../../domain/numbers/integers/integer_root.ts";
import {
  decimalLength,
  valuation,
} from "../../../../domain/numbers/integers/integer_arithmetic.ts";
import { isLogarithmOf } from "../../../../domain/numbers/outline/is_logarithm_of.ts";
import { ln } from "../../../../domain/numbers/outline/ln.ts";
import { lnFactorial } from "../../../../domain/numbers/outline/ln_factorial.ts";
import { lnGamma } from "../../../../domain/numbers/outline/ln_gamma.ts";
import { lnOfScaled } from "../../../../domain/numbers/outline/ln_of_scaled.ts";
import {
  ln2BySeries,
  ln5Over4BySeries,
  LogarithmConstants,
} from "../../../../domain/numbers/outline/logarithm_constants.ts";
import { outlineOf } from "../../../../domain/numbers/outline/outline_of.ts";
import { powerValue } from "../../../../domain/numbers/outline/power.ts";
import { Undecided } from "../../../../domain/numbers/outline/undecided.ts";
import { runs } from "../../../../testing/runs.ts";
import { createTools } from "./tools.ts";

const tools = createTools();

function damagedLn2(units: bigint) {
  return (...parameters: Parameters<typeof ln2BySeries>) => {
    const { lo, hi } = ln2BySeries(...parameters);
    return { lo: lo + units, hi: hi + units };
  };
}

Deno.test("ln 2 that is off by a unit fails the exponential check", () => {
  for (const bits of [64, 100, 700, 3_600]) {
    assert.ok(new LogarithmConstants().ln2(bits, NEVER_CANCELLED).lo > 0n);
    // The sum is at most 2 units wide: shifting it by its width excludes ln 2.
    const { lo, hi } = ln2BySeries(bits, NEVER_CANCELLED);
    const check = (units: bigint) =>
      isLogarithmOf({ lo: lo + units, hi: hi + units }, { number: 2n, bits }, NEVER_CANCELLED);
    assert.ok(hi - lo <= 1n);
    assert.ok(check(0n));
    assert.ok(!check(1n) && !check(-1n));
    for (const units of [1n, -1n]) {
      const constants = new LogarithmConstants({ ln2: damagedLn2(units) });
      assert.throws(() => constants.ln2(bits, NEVER_CANCELLED), /exponential of ln 2 is not 2/);
      assert.throws(() => constants.ln10(bits, NEVER_CANCELLED), /exponential of ln 2 is not 2/);
    }
  }
});

Deno.test("ln 5/4 that is off fails the check of ln 10", () => {
  const constants = new LogarithmConstants({
    ln5Over4: (bits, context) => {
      const { lo, hi } = ln5Over4BySeries(bits, context);
      const units = 1n << 33n;
      return { lo: lo + units, hi: hi + units };
    },
  });
  assert.throws(() => constants.ln10(200, NEVER_CANCELLED), /exponential of ln 10 is not 10/);
});

Deno.test("constants have the expected digits to 1,000 and 10,000 decimals", () => {
  const constants = new LogarithmConstants();
  const rows = [
    ["ln 2", 1_000, "d1580c6ed914166d94d8b20bb2f462d0308592a867aff69c5363902309983f3e"],
    ["ln 10", 1_000, "796f1b49d2dc3c99801f5dd9c8489fe27f293e34749f02f7cc836c14bb093c6c"],
    ["π", 1_000, "823a2e34f63c5d5f30a27733976df5a1ab57feaab505f40d95d3dd3fefa425cc"],
    ["ln 2", 10_000, "0873a35c562d9aa325904e66de0b6beed2e3e133e762ed0adf188c46f7db245f"],
    ["ln 10", 10_000, "1dd8ec1873d878e889c2a5a5f6f1515dc39a01e2d39db06cf4eb7c85fd43ee01"],
    ["π", 10_000, "452304d0e15d9e9fd9b63024212bb571de54b9b9f0aa050481f90530ef0b5c5d"],
  ] as const;
  for (const [name, places, sha256] of rows) {
    const bits = Math.ceil(places * Math.log2(10)) + 32;
    const { lo, hi } = name === "π"
      ? constants.pi(bits, NEVER_CANCELLED)
      : constants[name === "ln 2" ? "ln2" : "ln10"](bits, NEVER_CANCELLED);
    const text = (x: bigint) => {
      const digits = String((x * 10n ** BigInt(places)) >> BigInt(bits)).padStart(places + 1, "0");
      return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    };
    assert.ok(hi - lo <= 2n, name);
    assert.equal(text(lo), text(hi), name);
    assert.equal(createHash("sha256").update(text(lo)).digest("hex"), sha256, name);
  }
});

Deno.test("exp() contains the value computed at twice the precision", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 2_500 }),
      fc.bigInt({ min: 0n, max: 2n ** 2_500n }),
      (bits, seed) => {
        const x = seed % (1n << BigInt(bits));
        const { lo, hi } = exp(x, bits, NEVER_CANCELLED);
        const fine = exp(x << BigInt(bits), 2 * bits, NEVER_CANCELLED);
        assert.ok(hi - lo <= 2n);
        assert.ok(lo << BigInt(bits) <= fine.lo && fine.hi <= hi << BigInt(bits));
      },
    ),
    { numRuns: runs(200) },
  );
  assert.deepEqual(exp(0n, 64, NEVER_CANCELLED), { lo: 1n << 64n, hi: 1n << 64n });
});

Deno.test("ln() inverts exp() within its interval", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 2_500 }),
      fc.bigInt({ min: 0n, max: 2n ** 2_500n }),
      (bits, seed) => {
        const one = 1n << BigInt(bits);
        const x = one + seed % one;
        const { lo, hi } = ln(x, bits, NEVER_CANCELLED);
        assert.ok(hi - lo <= 3n);
        const guard = 64n;
        const places = bits + 64;
        const least = lo < 0n ? 0n : lo << guard;
        assert.ok(exp(least, places, NEVER_CANCELLED).lo <= x << guard);
        assert.ok(x << guard <= exp(hi << guard, places, NEVER_CANCELLED).hi);
      },
    ),
    { numRuns: runs(200) },
  );
});

Deno.test("ln() of the ends of its range", () => {
  for (const bits of [20, 52, 53, 200, 201, 1_000]) {
    const one = 1n << BigInt(bits);
    const zero = ln(one, bits, NEVER_CANCELLED);
    assert.ok(zero.lo <= 0n && 0n <= zero.hi);
    const top = ln(2n * one - 1n, bits, NEVER_CANCELLED);
    const ln2 = tools.constants.ln2(bits, NEVER_CANCELLED);
    assert.ok(top.lo < ln2.hi && ln2.lo - 2n <= top.hi);
  }
});

Deno.test("logarithms of products are sums of logarithms", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 2n ** 900n }),
      fc.bigInt({ min: 1n, max: 2n ** 90n }),
      fc.integer({ min: 40, max: 600 }),
      (a, b, bits) => {
        const [x, y, xy] = [a, b, a * b].map((n) => lnOfScaled(n, { bits }, tools));
        assert.ok(x!.lo + y!.lo <= xy!.hi && xy!.lo <= x!.hi + y!.hi);
        assert.ok(xy!.hi - xy!.lo <= 4n);
      },
    ),
    { numRuns: runs(200) },
  );
});

Deno.test("Stirling's series agrees with products and is narrow", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 2_000n, max: 4_000n }),
      fc.integer({ min: 60, max: 1_500 }),
      (n, bits) => {
        const series = lnGamma({ numerator: n + 1n, denominator: 1n }, bits, tools);
        let product = 1n;
        for (let i = 2n; i <= n; i++) product *= i;
        const exact = lnOfScaled(product, { bits }, tools);
        assert.ok(series.lo <= exact.hi && exact.lo <= series.hi);
        assert.ok(series.hi - series.lo <= 4n);
        const factorial = lnFactorial(n, bits, tools);
        assert.ok(factorial.hi - factorial.lo <= 6n);
      },
    ),
    { numRuns: 25 },
  );
});

Deno.test("Stirling's series contains the value for small arguments", () => {
  // Γ(5) = 24; the least term of the series, above a unit here, bounds the error.
  const bits = 300;
  const series = lnGamma({ numerator: 5n, denominator: 1n }, bits, tools);
  const exact = lnOfScaled(24n, { bits }, tools);
  assert.ok(series.lo <= exact.lo && exact.hi <= series.hi);
});

Deno.test("Γ(z + 1) = z Γ(z) for rational z", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 30n }),
      fc.bigInt({ min: 1n, max: 1_000n }),
      (extra, denominator) => {
        const numerator = 2_000n * denominator + extra;
        const bits = 200;
        const gamma = lnGamma({ numerator, denominator }, bits, tools);
        const next = lnGamma({ numerator: numerator + denominator, denominator }, bits, tools);
        const above = lnOfScaled(numerator, { bits }, tools);
        const below = lnOfScaled(denominator, { bits }, tools);
        assert.ok(gamma.lo + above.lo - below.hi <= next.hi);
        assert.ok(next.lo <= gamma.hi + above.hi - below.lo);
      },
    ),
  );
});

Deno.test("Bernoulli numbers have the expected values", () => {
  const numbers = bernoulliNumbers(50, NEVER_CANCELLED);
  const is = (j: number, p: bigint, q: bigint) =>
    assert.equal(numbers[j - 1]!.numerator * q, numbers[j - 1]!.denominator * p);
  is(1, 1n, 6n);
  is(2, 1n, 30n);
  is(6, 691n, 2730n);
  is(
    50,
    94598037819122125295227433069493721872702841533066936133385696204311395415197247711n,
    33330n,
  );
});

Deno.test("a number too close to a power of ten is undecided", () => {
  const base = { numerator: 10n ** 15_000n + 1n, denominator: 1n };
  assert.throws(
    () => outlineOf(powerValue(base, 10n ** 9n, tools), { leading: 5, trailing: 0 }, tools),
    Undecided,
  );
  const other = { numerator: 2n * 10n ** 15_000n + 1n, denominator: 1n };
  assert.throws(
    () => outlineOf(powerValue(other, 9n, tools), { leading: 5, trailing: 0 }, tools),
    (error) => error instanceof Undecided && error.near === undefined,
  );
});

Deno.test("a calculation in progress can be cancelled", () => {
  let left = 200;
  const context = {
    checkpoint() {
      if (--left < 0) throw new Cancelled();
    },
  };
  const cancellable = { ...createTools(), context };
  const value = factorialValue(10n ** 5_000n, cancellable);
  assert.throws(() => outlineOf(value, { leading: 50, trailing: 50 }, cancellable), Cancelled);
});

Deno.test("digits in a base equal those of repeated division", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 700n }),
      fc.constantFrom(2n, 5n, 11n, 31n, 36n, 37n, 97n, 4_093n),
      (n, base) => {
        const digits: number[] = [];
        for (let rest = n; rest > 0n; rest /= base) digits.push(Number(rest % base));
        assert.deepEqual([...digitsInBase(n, base)], digits);
      },
    ),
  );
});

Deno.test("integer helpers agree with text", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 400n), max: 2n ** 400n }), (n) => {
      const magnitude = n < 0n ? -n : n;
      assert.equal(bitLength(n), n === 0n ? 0 : magnitude.toString(2).length);
      assert.equal(decimalLength(n), String(magnitude).length);
      const root = integerRoot(magnitude, 2).root;
      assert.ok(root * root <= magnitude && magnitude < (root + 1n) ** 2n);
      if (n !== 0n) assert.equal(valuation(n * 5n ** 37n, 5n), valuation(n, 5n) + 37);
    }),
  );
  assert.equal(decimalLength(0n), 1);
  for (const exponent of [1n, 2n, 15n, 16n, 100n, 300n]) {
    assert.equal(decimalLength(10n ** exponent), Number(exponent) + 1);
    assert.equal(decimalLength(10n ** exponent - 1n), Number(exponent));
  }
});
