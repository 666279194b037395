import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ceil,
  floor,
  type Rational,
  reduce,
  round,
  roundDigits,
  roundSeconds,
} from "../../../../domain/numbers/integers/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { integers, positiveIntegers } from "./arbitrary_integers.ts";

const rationals = fc.tuple(integers(80), positiveIntegers(80)).map(([p, q]) => reduce(p, q));
const places = fc.integer({ min: -30, max: 30 });

function negative({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

Deno.test("floor() and ceil() enclose the number", () => {
  fc.assert(
    fc.property(rationals, (x) => {
      const { numerator, denominator } = x;
      assert.ok(floor(x) * denominator <= numerator && ceil(x) * denominator >= numerator);
      assert.equal(ceil(x) - floor(x), denominator === 1n ? 0n : 1n);
      assert.equal(ceil(x), -floor(negative(x)));
    }),
  );
});

Deno.test("round() takes halves away from zero", () => {
  const cases: readonly (readonly [Rational, number, Rational])[] = [
    [reduce(5n, 2n), 0, reduce(3n, 1n)],
    [reduce(-5n, 2n), 0, reduce(-3n, 1n)],
    [reduce(1n, 2n), 0, reduce(1n, 1n)],
    [reduce(49n, 100n), 0, reduce(0n, 1n)],
    [reduce(2675n, 1000n), 2, reduce(268n, 100n)],
    [reduce(-1005n, 1000n), 2, reduce(-101n, 100n)],
    [reduce(1n, 3n), 4, reduce(3333n, 10_000n)],
    [reduce(150n, 1n), -2, reduce(200n, 1n)],
    [reduce(-149n, 1n), -2, reduce(-100n, 1n)],
    [reduce(-49n, 1n), -2, reduce(0n, 1n)],
    [reduce(7n, 1n), -3, reduce(0n, 1n)],
    [reduce(1n, 8n), 10, reduce(1n, 8n)],
  ];
  for (const [x, digits, expected] of cases) assert.deepEqual(round(x, digits), expected);
  assert.deepEqual(round(reduce(7n, 2n)), reduce(4n, 1n));
});

Deno.test("round() yields the nearest multiple of 10^−places in lowest terms", () => {
  fc.assert(
    fc.property(rationals, places, (x, places) => {
      const rounded = round(x, places);
      assert.deepEqual(rounded, reduce(rounded.numerator, rounded.denominator));
      const unit = places < 0
        ? reduce(10n ** BigInt(-places), 1n)
        : reduce(1n, 10n ** BigInt(places));
      const quotient = reduce(
        rounded.numerator * unit.denominator,
        rounded.denominator * unit.numerator,
      );
      assert.equal(quotient.denominator, 1n);
      const difference = rounded.numerator * x.denominator - x.numerator * rounded.denominator;
      const distance = difference < 0n ? -difference : difference;
      const halfUnit = unit.numerator * rounded.denominator * x.denominator;
      assert.ok(2n * distance * unit.denominator <= halfUnit);
      assert.deepEqual(round(negative(x), places), negative(rounded));
      const { numerator } = rounded;
      assert.ok(roundDigits(x, places) >= String(numerator < 0n ? -numerator : numerator).length);
    }),
    { numRuns: runs(500) },
  );
  assert.ok(roundDigits(reduce(1n, 7n)) <= 2);
});

Deno.test("roundSeconds() grows with the length and the places", () => {
  const seconds = [roundSeconds(64), roundSeconds(64, 50), roundSeconds(64, 10_000)];
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
});
