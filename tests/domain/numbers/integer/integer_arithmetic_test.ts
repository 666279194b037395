import assert from "node:assert/strict";
import fc from "fast-check";
import { createIntegerArithmetic, type Integer } from "../../../../domain/numbers/integer/mod.ts";
import { gcd, integerRoot } from "../../../../domain/numbers/integers/mod.ts";
import { limbsFromBigint } from "../../../../domain/numbers/limbs/bigint.ts";
import { type DecimalText, NEVER_CANCELLED, Workspace } from "../../../../domain/numbers/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { RecordingContext } from "../recording_context.ts";

const arithmetic = createIntegerArithmetic({ ...NEVER_CANCELLED, workspace: new Workspace() });

/** Around this many digits, integers change between bigint and limbs. */
const CROSSING = 1_200;

const long = integersUpTo(20_000);
const short = integersUpTo(4_000);

Deno.test("sums, differences, products and comparisons equal BigInt's", () => {
  fc.assert(
    fc.property(long, long, (x, y) => {
      const [a, b] = [arithmetic.fromBigint(x), arithmetic.fromBigint(y)];
      assertEqual(arithmetic.add(a, b), x + y);
      assertEqual(arithmetic.subtract(a, b), x - y);
      assertEqual(arithmetic.subtract(a, a), 0n);
      assertEqual(arithmetic.multiply(a, b), x * y);
      assertEqual(arithmetic.square(a), x * x);
      assertEqual(arithmetic.negate(a), -x);
      assert.equal(arithmetic.compare(a, b), x < y ? -1 : x > y ? 1 : 0);
      assert.equal(arithmetic.compare(a, arithmetic.add(a, 1n)), -1);
      assert.equal(arithmetic.sign(a), x < 0n ? -1 : x > 0n ? 1 : 0);
      assert.equal(arithmetic.isZero(a), x === 0n);
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("quotients are rounded down, and remainders have the sign of the divisor", () => {
  fc.assert(fc.property(long, long, (x, y) => {
    if (y === 0n) return;
    const { quotient, remainder } = arithmetic.quotientAndRemainder(
      arithmetic.fromBigint(x),
      arithmetic.fromBigint(y),
    );
    const rest = (x % y + y) % y;
    assertEqual(remainder, rest);
    assertEqual(quotient, (x - rest) / y);
  }));
  const results = [[-7n, 2n], [7n, -3n], [-6n, -3n]].map(([a, b]) =>
    arithmetic.quotientAndRemainder(a!, b!)
  );
  assert.deepEqual(results, [
    { quotient: -4n, remainder: 1n },
    { quotient: -3n, remainder: -2n },
    { quotient: 2n, remainder: 0n },
  ]);
});

Deno.test("exactQuotient() divides multiples, and rejects other dividends and 0", () => {
  fc.assert(fc.property(short, short, (x, y) => {
    if (y === 0n) return;
    const [q, b] = [arithmetic.fromBigint(x), arithmetic.fromBigint(y)];
    assertEqual(arithmetic.exactQuotient(arithmetic.multiply(q, b), b), x);
  }));
  assert.throws(() => arithmetic.exactQuotient(7n, 2n), RangeError);
  assert.throws(() => arithmetic.quotientAndRemainder(1n, 0n), RangeError);
  assert.throws(
    () => arithmetic.quotientAndRemainder(limbsFromBigint(10n ** 2_000n), 0n),
    RangeError,
  );
});

Deno.test("remainderByWord() equals BigInt's", () => {
  fc.assert(fc.property(long, fc.integer({ min: 1, max: 2 ** 26 }), (x, m) => {
    const modulus = BigInt(m);
    const expected = Number((x % modulus + modulus) % modulus);
    assert.equal(arithmetic.remainderByWord(arithmetic.fromBigint(x), m), expected);
  }));
});

Deno.test("powers equal BigInt's", () => {
  const exponents = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(integersUpTo(2_000), exponents, (x, exponent) => {
      assertEqual(arithmetic.power(arithmetic.fromBigint(x), exponent), x ** BigInt(exponent));
    }),
    { numRuns: runs(100) },
  );
  for (const base of [-1n, 0n, 1n]) {
    for (const exponent of [0, 1, 2, 999_999_999, 1_000_000_000]) {
      const sign = exponent === 0 || (base === -1n && exponent % 2 === 0) ? 1n : base;
      assertEqual(arithmetic.power(base, exponent), sign);
    }
  }
  assertEqual(arithmetic.power(-10n, 1_201), -(10n ** 1_201n));
});

Deno.test("greatest common divisors equal BigInt's", () => {
  fc.assert(
    fc.property(short, short, short, (x, y, common) => {
      const [a, b] = [arithmetic.fromBigint(x * common), arithmetic.fromBigint(y * common)];
      assertEqual(arithmetic.gcd(a, b), gcd(x * common, y * common));
      assertEqual(arithmetic.gcd(a, 0n), gcd(x * common, 0n));
      assertEqual(arithmetic.gcd(0n, a), gcd(x * common, 0n));
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("common powers of small primes are removed, which leaves short numbers", () => {
  const a = arithmetic.multiply(arithmetic.power(6n, 3_000), 1_000_003n);
  const b = arithmetic.multiply(arithmetic.power(10n, 2_500), 7n);
  assertEqual(arithmetic.gcd(a, b), 2n ** 2_500n);
  const twos = arithmetic.power(2n, 6_000);
  const [c, d] = [arithmetic.multiply(twos, 97n), arithmetic.multiply(twos, 97n * 101n)];
  assertEqual(arithmetic.gcd(c, d), 97n * 2n ** 6_000n);
  const fifteens = arithmetic.power(15n, 4_000);
  assertEqual(arithmetic.gcd(fifteens, arithmetic.power(21n, 5_000)), 3n ** 4_000n);
});

Deno.test("removeFactor() finds the exact power", () => {
  const cases = fc.record({
    cofactor: short,
    factor: fc.integer({ min: 2, max: 1_000 }),
    count: fc.integer({ min: 0, max: 600 }),
  });
  fc.assert(fc.property(cases, ({ cofactor, factor, count }) => {
    const divisor = BigInt(factor);
    if (cofactor % divisor === 0n) return;
    const value = arithmetic.fromBigint(cofactor * divisor ** BigInt(count));
    const removed = arithmetic.removeFactor(value, factor);
    assert.equal(removed.count, count);
    assertEqual(removed.cofactor, cofactor);
    const limit = Math.floor(count / 2);
    const limited = arithmetic.removeFactor(value, factor, limit);
    assert.equal(limited.count, limit);
    assertEqual(limited.cofactor, cofactor * divisor ** BigInt(count - limit));
  }));
});

Deno.test("trailingZeros() counts how often 10 divides a number", () => {
  fc.assert(fc.property(long, fc.integer({ min: 0, max: 5_000 }), (x, zeros) => {
    if (x % 10n === 0n) return;
    const value = arithmetic.fromBigint(x * 10n ** BigInt(zeros));
    assert.equal(arithmetic.trailingZeros(value), zeros);
  }));
});

Deno.test("roots equal BigInt's", () => {
  fc.assert(fc.property(long, fc.integer({ min: 1, max: 30 }), (x, degree) => {
    const value = degree % 2 === 0 && x < 0n ? -x : x;
    const { root, isExact } = arithmetic.iroot(arithmetic.fromBigint(value), degree);
    const expected = integerRoot(value, degree);
    assertEqual(root, expected.root);
    assert.equal(isExact, expected.isExact);
  }));
  const power = arithmetic.power(-7n, 9_001);
  assert.deepEqual(arithmetic.iroot(power, 9_001), { root: -7n, isExact: true });
  assert.deepEqual(arithmetic.iroot(power, 1_000_001), { root: -1n, isExact: false });
  assert.deepEqual(arithmetic.iroot(arithmetic.negate(power), 2 ** 40), {
    root: 1n,
    isExact: false,
  });
  assert.deepEqual(arithmetic.iroot(power, 1), { root: power, isExact: true });
  const square = arithmetic.square(arithmetic.power(10n, 4_500));
  const { root, isExact } = arithmetic.isqrt(square);
  assertEqual(root, 10n ** 4_500n);
  assert.ok(isExact && !arithmetic.isqrt(arithmetic.add(square, 1n)).isExact);
  for (const negative of [-4n, power]) assert.throws(() => arithmetic.isqrt(negative), RangeError);
});

Deno.test("decimal text of any length is read and written", () => {
  fc.assert(fc.property(long, (x) => {
    const text = String(x);
    const value = arithmetic.fromDecimalText(text);
    assertEqual(value, x);
    assert.equal(stringOf(arithmetic.toDecimalText(value)), text);
    assertEqual(arithmetic.fromDecimalText(new TextEncoder().encode(text)), x);
    assert.equal(arithmetic.digitCount(value), text.replace("-", "").length);
  }));
  assertEqual(arithmetic.fromDecimalText(`-${"0".repeat(2_000)}12`), -12n);
  for (const text of ["", "-", "1.5", "+1", " 1", "1e3", `1${"0".repeat(2_000)}x`]) {
    assert.throws(() => arithmetic.fromDecimalText(text), SyntaxError);
  }
});

Deno.test("lowDigits() is the remainder of the magnitude by a power of ten", () => {
  fc.assert(fc.property(long, fc.integer({ min: 0, max: 25_000 }), (x, count) => {
    const magnitude = x < 0n ? -x : x;
    const low = arithmetic.lowDigits(arithmetic.fromBigint(x), count);
    assertEqual(low, magnitude % 10n ** BigInt(count));
  }));
});

Deno.test("an integer is a bigint below about 1,200 digits and limbs above", () => {
  for (const sign of [1n, -1n]) {
    const [below, above] = [CROSSING - 2, CROSSING + 2].map((digits) =>
      sign * 10n ** BigInt(digits)
    );
    assert.equal(typeof arithmetic.fromBigint(below!), "bigint");
    assert.equal(typeof arithmetic.fromLimbs(limbsFromBigint(below!)), "bigint");
    assert.notEqual(typeof arithmetic.fromBigint(above!), "bigint");
    assert.equal(typeof arithmetic.subtract(arithmetic.fromBigint(above!), above! - 1n), "bigint");
  }
});

Deno.test("operations on limbs do not change their operands", () => {
  const [a, b] = [3n ** 9_000n, -(7n ** 3_000n)].map((value) => arithmetic.fromBigint(value)) as [
    Integer,
    Integer,
  ];
  const before = [a, b].map((value) => arithmetic.toBigint(value));
  arithmetic.quotientAndRemainder(a, b);
  arithmetic.gcd(a, b);
  arithmetic.isqrt(a);
  arithmetic.add(a, b);
  arithmetic.lowDigits(b, 1_234);
  arithmetic.removeFactor(a, 3);
  assert.deepEqual([a, b].map((value) => arithmetic.toBigint(value)), before);
});

Deno.test("long operations pass checkpoints", () => {
  const context = new RecordingContext();
  const counting = createIntegerArithmetic(context);
  const [a, b] = [3n ** 30_000n, 7n ** 14_000n].map((value) => counting.fromBigint(value)) as [
    Integer,
    Integer,
  ];
  const operations = [
    () => counting.multiply(a, b),
    () => counting.quotientAndRemainder(a, b),
    () => counting.remainderByWord(a, 97),
    () => counting.gcd(a, b),
    () => counting.isqrt(a),
    () => counting.power(a, 3),
    () => counting.toDecimalText(a),
  ];
  for (const operation of operations) {
    const before = context.checkpoints;
    operation();
    assert.ok(context.checkpoints > before, String(operation));
  }
});

/** Integers of either sign, with lengths spread evenly in the logarithm, some around the crossing. */
function integersUpTo(digits: number): fc.Arbitrary<bigint> {
  const lengths = fc.oneof(
    fc.double({ min: 0, max: Math.log(digits), noNaN: true }).map(Math.exp),
    fc.integer({ min: CROSSING - 5, max: CROSSING + 5 }),
  );
  return fc.tuple(lengths, fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat()).map(
    ([length, seed, shape]) => {
      const power = 10n ** BigInt(Math.floor(length));
      if (shape % 4 === 0) return seed % (power + 1n);
      if (shape % 4 === 1) return seed < 0n ? 1n - power : power + seed % 2n;
      return (seed ** 3n + 1n) ** BigInt(Math.ceil(length / 100)) % power;
    },
  );
}

function stringOf(text: DecimalText): string {
  return typeof text === "string" ? text : new TextDecoder().decode(text);
}

function assertEqual(value: Integer, expected: bigint): void {
  assert.ok(arithmetic.toBigint(value) === expected, `not ${String(expected).slice(0, 40)}…`);
}
