import assert from "node:assert/strict";
import fc from "fast-check";
import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import {
  binomialValue,
  catalanValue,
  largeBinomialValue,
  largeCatalanValue,
} from "../../../../domain/numbers/outline/binomial.ts";
import { exactDigitsOfPower } from "../../../../domain/numbers/outline/exact_digits_of_power.ts";
import {
  factorialValue,
  largeFactorialValue,
} from "../../../../domain/numbers/outline/factorial.ts";
import {
  fibonacciValue,
  largeFibonacciValue,
  largeLucasValue,
  lucasValue,
} from "../../../../domain/numbers/outline/fibonacci.ts";
import {
  largeProgressionValue,
  multifactorialValue,
} from "../../../../domain/numbers/outline/multifactorial.ts";
import { exactDigits, outlineOf } from "../../../../domain/numbers/outline/outline_of.ts";
import type { OutlinedValue } from "../../../../domain/numbers/outline/outlined_value.ts";
import { permutationsValue } from "../../../../domain/numbers/outline/permutations.ts";
import { largePowerValue, powerValue } from "../../../../domain/numbers/outline/power.ts";
import {
  largePrimorialValue,
  primorialValue,
} from "../../../../domain/numbers/outline/primorial.ts";
import { reduce } from "../../../../domain/numbers/integers/rational.ts";
import {
  largeSubfactorialValue,
  subfactorialValue,
} from "../../../../domain/numbers/outline/subfactorial.ts";
import { decimalPower } from "../../../../domain/numbers/decimal_power.ts";
import { parseDecimal } from "../../../../domain/numbers/decimal.ts";
import { runs } from "../../../../testing/runs.ts";
import { tools } from "./tools.ts";

const request = fc.record({
  leading: fc.integer({ min: 1, max: 50 }),
  trailing: fc.integer({ min: 0, max: 50 }),
});

function integers(min: bigint, max: bigint) {
  return fc.bigInt({ min, max });
}

/**
 * Values with more digits before their zeros than an outline shows: computed exactly and by
 * logarithm.
 */
const PAIRS: Readonly<Record<string, fc.Arbitrary<readonly [OutlinedValue, OutlinedValue]>>> = {
  "n!": integers(68n, 3_000n).map((n) => [factorialValue(n, tools), largeFactorialValue(n, tools)]),
  "F(n)": integers(500n, 47_000n).map((n) => [
    fibonacciValue(n, tools),
    largeFibonacciValue(n, 1, tools),
  ]),
  "F(12·5^i·n)": integers(1n, 15n).map((n) => [
    fibonacciValue(n * 3000n, tools),
    largeFibonacciValue(n * 3000n, 1, tools),
  ]),
  "L(−n)": integers(500n, 47_000n).map((n) => [
    lucasValue(-n, tools),
    largeLucasValue(n, n % 2n === 0n ? 1 : -1, tools),
  ]),
  "powers": fc.tuple(integers(-(10n ** 30n), 10n ** 30n), integers(200n, 300n))
    .filter(([base]) => !/^-?10*$/.test(String(base)) && base !== 0n)
    .map(([numerator, exponent]) => {
      const base = { numerator, denominator: 1n };
      return [powerValue(base, exponent, tools), largePowerValue(base, exponent, tools)];
    }),
  "powers of fractions": fc
    .tuple(integers(-(10n ** 20n), 10n ** 20n), integers(1n, 10n ** 20n), integers(-300n, 300n))
    .map(([p, q, exponent]) => [reduce(p, q), exponent] as const)
    .filter(([{ numerator, denominator }, exponent]) =>
      (exponent > 100n || exponent < -100n) && numerator !== 0n &&
      !/^-?10*$/.test(String(numerator)) && !/^10*$/.test(String(denominator))
    )
    .map(([base, exponent]) => [
      powerValue(base, exponent, tools),
      largePowerValue(base, exponent, tools),
    ]),
  "multifactorials": fc.tuple(integers(2_000n, 9_000n), integers(5n, 12n)).map(([n, k]) => {
    const count = (n + k - 1n) / k;
    const progression = { first: n - (count - 1n) * k, step: k, count };
    return [multifactorialValue(n, k, tools), largeProgressionValue(progression, tools)];
  }),
  "permutations": fc.tuple(integers(1_000n, 10n ** 8n), integers(200n, 900n)).map(([n, k]) => [
    permutationsValue(n, k, tools),
    largeProgressionValue({ first: n - k + 1n, step: 1n, count: k }, tools),
  ]),
  "binomials": fc.tuple(integers(10_000n, 10n ** 8n), integers(200n, 1_200n)).map(([n, k]) => [
    binomialValue(n, k, tools),
    largeBinomialValue(n, k, { tools }),
  ]),
  "Catalan numbers": integers(200n, 1_500n).map((n) => [
    catalanValue(n, tools),
    largeCatalanValue(n, tools),
  ]),
  "subfactorials": integers(100n, 3_000n).map((n) => [
    subfactorialValue(n, tools),
    largeSubfactorialValue(n, tools),
  ]),
  "primorials": integers(500n, 22_000n).map((n) => [
    primorialValue(n, tools),
    largePrimorialValue(n, tools),
  ]),
};

for (const [name, pairs] of Object.entries(PAIRS)) {
  Deno.test(`the logarithmic path equals the exact text: ${name}`, () => {
    fc.assert(
      fc.property(pairs, request, ([exact, large], request) => {
        assert.equal(exact.kind, "exact");
        assert.deepEqual(outlineOf(large, request, tools), outlineOf(exact, request, tools));
        assert.equal(exactDigits(large, tools), exactDigits(exact, tools));
      }),
      { numRuns: runs(60) },
    );
  });
}

Deno.test("Stirling's series and products agree above the least argument", () => {
  fc.assert(
    fc.property(integers(2_001n, 6_000n), integers(1n, 9n), (n, k) => {
      const count = 4_100n + n;
      const progression = { first: n % k + 1n, step: k, count };
      let product = 1n;
      for (let i = 0n; i < count; i++) product *= progression.first + i * k;
      const outline = outlineOf(
        largeProgressionValue(progression, tools),
        { leading: 30, trailing: 30 },
        tools,
      );
      const text = String(product);
      assert.equal(outline.leading, text.slice(0, 30));
      assert.equal(outline.digits, BigInt(text.length));
      assert.equal(outline.trailing, text.slice(-30));
      assert.equal(outline.lastNonzero, text.replace(/0+$/, "").slice(-30));
    }),
    { numRuns: 15 },
  );
});

Deno.test("fewer leading digits are a prefix of more", () => {
  fc.assert(
    fc.property(integers(10n ** 4n, 10n ** 200n), fc.integer({ min: 1, max: 49 }), (n, leading) => {
      for (const value of [factorialValue(n, tools), fibonacciValue(n, tools)]) {
        const shorter = outlineOf(value, { leading, trailing: 0 }, tools).leading;
        const longer = outlineOf(value, { leading: leading + 1, trailing: 0 }, tools).leading;
        assert.equal(shorter.length, leading);
        assert.equal(longer.slice(0, leading), shorter);
      }
    }),
    { numRuns: runs(40) },
  );
});

Deno.test("exactDigitsOfPower() counts the digits of the canonical text", () => {
  const decimals = fc.tuple(
    integers(-(10n ** 12n), 10n ** 12n).filter((digits) => digits !== 0n),
    fc.integer({ min: 0, max: 15 }),
    fc.integer({ min: -200, max: 200 }),
  );
  fc.assert(
    fc.property(decimals, ([digits, places, exponent]) => {
      const text = decimalPower(
        parseDecimal(`${digits}e-${places}`),
        parseDecimal(String(exponent)),
        NEVER_CANCELLED,
      );
      const characters = typeof text === "string" ? text : new TextDecoder().decode(text);
      const count = exactDigitsOfPower(
        reduce(digits, 10n ** BigInt(places)),
        BigInt(exponent),
        tools,
      );
      assert.equal(count, BigInt(characters.replace(/[^0-9]/g, "").length));
    }),
    { numRuns: runs(300) },
  );
});

Deno.test("exactDigitsOfPower() decides powers that logarithms do not", async (t) => {
  const rows: readonly (readonly [string, bigint, bigint, bigint])[] = [
    ["just above a power of ten", 10n ** 20_000n + 1n, 9n, 180_001n],
    ["just below a power of ten", 10n ** 20_000n - 1n, 9n, 180_000n],
  ];
  for (const [name, base, exponent, digits] of rows) {
    await t.step(name, () => {
      assert.equal(
        exactDigitsOfPower({ numerator: base, denominator: 1n }, exponent, tools),
        digits,
      );
    });
  }
});
