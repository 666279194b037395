import assert from "node:assert/strict";
import fc from "fast-check";
import {
  Cancelled,
  type Decimal,
  decimalPower,
  decimalPowerDigits,
  isZero,
  NEVER_CANCELLED,
  parseDecimal,
} from "../../../domain/numbers/mod.ts";
import { runs } from "../../../testing/runs.ts";
import { arbitraryDecimal } from "./arbitrary_decimal.ts";
import { textOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

/** Bases whose reciprocals are finite decimals, or fractions that reduce or do not reduce. */
const base = fc.oneof(
  arbitraryDecimal(-35, 5),
  fc.record({
    twos: fc.integer({ min: 0, max: 200 }),
    fives: fc.integer({ min: 0, max: 90 }),
    rest: fc.constantFrom(1n, 1n, 3n, 7n, 11n ** 20n),
    places: fc.integer({ min: 0, max: 120 }),
  }).map(({ twos, fives, rest, places }) =>
    parseDecimal(`${2n ** BigInt(twos) * 5n ** BigInt(fives) * rest}e-${places}`)
  ),
);
const exponent = fc.integer({ min: -12, max: 12 });

Deno.test("decimalPower() equals the power of a fraction of BigInts", () => {
  fc.assert(
    fc.property(base, exponent, (b, e) => {
      fc.pre(!isZero(b) || e >= 0);
      assert.equal(powerText(b, e), referenceText(b, e));
    }),
    { numRuns: runs(300) },
  );
});

Deno.test("decimalPower() writes an integer, a finite decimal or a reduced fraction", async (t) => {
  const answers = [
    ["2", "10", "1024"],
    ["2", "-3", "0.125"],
    ["1.5", "2", "2.25"],
    ["3", "-3", "1/27"],
    ["-1.5", "-3", "-8/27"],
    ["-1.5", "-2", "4/9"],
    ["0.05", "-2", "400"],
    ["-20", "-1", "-0.05"],
    ["6e3", "-1", "1/6000"],
    ["0.6", "-1", "5/3"],
    ["0.0006", "-1", "5000/3"],
    ["1e-3", "-2", "1000000"],
    ["1e3", "-1", "0.001"],
    ["-10", "3", "-1000"],
  ] as const;
  for (const [b, e, text] of answers) {
    await t.step(`${b} to the power ${e} is ${text}`, () => {
      assert.equal(decimalPower(parseDecimal(b), parseDecimal(e), NEVER_CANCELLED), text);
    });
  }
});

Deno.test("decimalPower() takes any exponent for the bases 0, 1 and −1", async (t) => {
  const [even, odd] = ["7e500000", `${"9".repeat(100_000)}`];
  const answers = [
    ["0", "0", "1"],
    ["0", even, "0"],
    ["1", `-${odd}`, "1"],
    ["-1", odd, "-1"],
    ["-1", `-${odd}`, "-1"],
    ["-1", even, "1"],
    ["-7.5", "0", "1"],
  ] as const;
  for (const [b, e, text] of answers) {
    await t.step(`${b} to the power ${e.slice(0, 8)}`, () => {
      const [value, times] = [parseDecimal(b), parseDecimal(e)];
      assert.equal(decimalPower(value, times, NEVER_CANCELLED), text);
      assert.equal(decimalPowerDigits(value, times), 1);
    });
  }
});

Deno.test("decimalPower() throws a RangeError for zero to a negative power", () => {
  const [zero, minusOne] = [parseDecimal("0"), parseDecimal("-1")];
  assert.throws(() => decimalPower(zero, minusOne, NEVER_CANCELLED), RangeError);
});

Deno.test("decimalPower() is cancelled at any checkpoint, in numerator and denominator", () => {
  const [b, e] = [parseDecimal("1.5"), parseDecimal("-19999")];
  const whole = new RecordingContext();
  decimalPower(b, e, whole);
  whole.assertProgress();
  for (const last of [1, 3, whole.checkpoints]) {
    assert.throws(() => decimalPower(b, e, new RecordingContext(last)), Cancelled);
  }
});

Deno.test("decimalPower() reports progress for a base longer than a word", () => {
  const long = new RecordingContext();
  decimalPower(parseDecimal("3".repeat(30)), parseDecimal("999"), long);
  long.assertProgress();
});

Deno.test("decimalPower() needs no progress report for small powers", () => {
  const small = new RecordingContext();
  assert.equal(decimalPower(parseDecimal("1.5"), parseDecimal("-3"), small), "8/27");
});

Deno.test("decimalPower() reduces the reciprocals of bases with thousands of digits", () => {
  const long = 2n ** 70_000n;
  const finite = `0.${String(5n ** 70_000n).padStart(70_000, "0")}`;
  assert.equal(powerText(parseDecimal(String(long)), -1), finite);
  for (const places of [0, 40, 20_000]) {
    const text = powerText(parseDecimal(`${3n * long}e-${places}`), -1);
    const [above, below] = text.split("/").map(BigInt);
    assert.equal(above! * 3n * long, below! * 10n ** BigInt(places));
    assert.ok(above! % 2n === 1n || below! % 2n === 1n);
  }
});

Deno.test("decimalPowerDigits() is the number of digits of decimalPower()", () => {
  fc.assert(
    fc.property(base, exponent, (b, e) => {
      fc.pre(!isZero(b) || e >= 0);
      const predicted = decimalPowerDigits(b, parseDecimal(String(e)));
      assert.equal(predicted, powerText(b, e).replace(/[^0-9]/g, "").length);
    }),
    { numRuns: runs(300) },
  );
});

Deno.test("decimalPowerDigits() is never too low for the reciprocal of a very long base", () => {
  for (
    const b of [`${"7".repeat(6_000)}e-3000`, `${"7".repeat(6_000)}4e-9000`, "6".repeat(6_000)]
  ) {
    const predicted = decimalPowerDigits(parseDecimal(b), parseDecimal("-1"));
    const digits = powerText(parseDecimal(b), -1).replace(/[^0-9]/g, "").length;
    assert.ok(Number(predicted) >= digits, `${predicted} predicted, ${digits} found`);
  }
});

Deno.test("decimalPowerDigits() counts the digits of results too long to write", () => {
  const answers = [
    ["10", "1e6", 1_000_001],
    ["0.1", "1e6", 1_000_001],
    ["10", "1e400", 10n ** 400n + 1n],
    ["0.5", "-1e16", 3_010_299_956_639_812],
    ["0.5", "1e16", 10_000_000_000_000_001n],
    // MPFR's 1e40 · log10(7) and 1e50 · log10(2) and log10(3): numerator and denominator.
    ["0.7", "-1e40", 10n ** 40n + 1n + 8450980400142568307122162585926361934836n],
    ["-0.7", "-1e40", 18450980400142568307122162585926361934837n],
    ["1.5", "-1e50", 77815125038364363250876679797960833596831874565281n],
    ["2e3", "-1e50", 4n * 10n ** 50n + 1n],
    ["0.03", "-1e50", 2n * 10n ** 50n + 1n + 47712125471966243729502790325511530920012886419070n],
  ] as const;
  for (const [b, e, digits] of answers) {
    assert.equal(decimalPowerDigits(parseDecimal(b), parseDecimal(e)), digits, `${b} ^ ${e}`);
  }
});

Deno.test("decimalPowerDigits() counts the denominator of a power of 1/3 beyond the doubles", () => {
  const digits = String(decimalPowerDigits(parseDecimal("3"), parseDecimal("-1e309")));
  assert.equal(digits.length, 309);
  assert.match(digits, /^47712125471966243729.*93038469755415624885$/);
});

Deno.test("decimalPowerDigits() is the number of digits for all signs of base and exponent", async (t) => {
  const bases = [
    "0.7",
    "1.5",
    "12.5",
    "0.03",
    "7",
    "250",
    "1e3",
    "1e-3",
    "2.5e-7",
    "6e2",
    "0.6",
    "64",
  ];
  for (const b of bases.flatMap((text) => [text, `-${text}`])) {
    await t.step(b, () => {
      for (let e = -40; e <= 40; e++) {
        const predicted = decimalPowerDigits(parseDecimal(b), parseDecimal(String(e)));
        const digits = powerText(parseDecimal(b), e).replace(/[^0-9]/g, "").length;
        assert.equal(predicted, digits, `${b} ^ ${e}`);
      }
    });
  }
});

function powerText(b: Decimal, e: number): string {
  return textOf(decimalPower(b, parseDecimal(String(e)), NEVER_CANCELLED));
}

function referenceText(b: Decimal, e: number): string {
  const times = BigInt(Math.abs(e));
  const sign = b.negative && e % 2 !== 0 ? "-" : "";
  const above = (BigInt(b.digits) * 10n ** BigInt(Math.max(b.exponent, 0))) ** times;
  const below = (10n ** BigInt(Math.max(-b.exponent, 0))) ** times;
  const divisor = greatestCommonDivisor(above, below);
  const [p, q] = e < 0 ? [below / divisor, above / divisor] : [above / divisor, below / divisor];
  let places = 0;
  while (10n ** BigInt(places) % q !== 0n) {
    if (places++ > q.toString(2).length) return `${sign}${p}/${q}`;
  }
  const digits = String(p * 10n ** BigInt(places) / q).padStart(places + 1, "0");
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
