import assert from "node:assert/strict";
import { binomialValue, catalanValue } from "../../../../domain/numbers/outline/binomial.ts";
import { exactDigitsOfPower } from "../../../../domain/numbers/outline/exact_digits_of_power.ts";
import { factorialValue } from "../../../../domain/numbers/outline/factorial.ts";
import { fibonacciValue, lucasValue } from "../../../../domain/numbers/outline/fibonacci.ts";
import { multifactorialValue } from "../../../../domain/numbers/outline/multifactorial.ts";
import { exactDigits, outlineOf } from "../../../../domain/numbers/outline/outline_of.ts";
import { powerValue } from "../../../../domain/numbers/outline/power.ts";
import { scientific } from "../../../../domain/numbers/outline/scientific.ts";
import { assertDigits } from "./assert_digits.ts";
import { FACTORIALS, FIBONACCI_NUMBERS, POWERS } from "../known_values.ts";
import { tools } from "./tools.ts";

const FIFTY = { leading: 50, trailing: 50 };

Deno.test("outlines of n! have the expected first and last digits", async (t) => {
  for (const { n, digits, leading, zeros, lastNonzero } of FACTORIALS) {
    await t.step(`n = ${n}`.slice(0, 30), () => {
      const value = factorialValue(n, tools);
      const outline = outlineOf(value, FIFTY, tools);
      assertDigits(outline.digits, digits);
      assertDigits(outline.trailingZeros, zeros);
      assert.equal(outline.exponent10, outline.digits - 1n);
      assert.equal(outline.leading, leading);
      assert.equal(outline.lastNonzero, lastNonzero);
      assert.equal(outline.sign, 1);
      assert.equal(
        outline.trailing,
        (lastNonzero + "0".repeat(Math.min(50, Number(outline.trailingZeros)))).slice(-50),
      );
      assert.equal(exactDigits(value, tools), outline.digits);
    });
  }
});

Deno.test("outlines of F(n) have the expected first and last digits", async (t) => {
  for (const { n, digits, leading, trailing } of FIBONACCI_NUMBERS) {
    await t.step(`n = ${n}`.slice(0, 30), () => {
      const value = fibonacciValue(n, tools);
      const outline = outlineOf(value, FIFTY, tools);
      assertDigits(outline.digits, digits);
      assert.equal(outline.leading, leading);
      assert.equal(outline.trailing, trailing);
      assert.equal(outline.trailingZeros, 0n);
      assert.equal(exactDigits(value, tools), outline.digits);
    });
  }
});

Deno.test("outlines of powers have the expected first and last digits", async (t) => {
  for (const { name, base, exponent, size, leading, trailing } of POWERS) {
    await t.step(name, () => {
      const value = powerValue({ numerator: base[0], denominator: base[1] }, exponent, tools);
      const outline = outlineOf(value, FIFTY, tools);
      assertDigits(outline.exponent10 < 0n ? outline.exponent10 : outline.digits, size);
      assert.equal(outline.leading, leading);
      assert.equal(outline.trailing, trailing);
      assert.equal(outline.sign, base[0] < 0n && exponent % 2n !== 0n ? -1 : 1);
      assert.equal(exactDigits(value, tools), outline.digits);
    });
  }
});

Deno.test("outlines near powers of ten are decided", async (t) => {
  const nines = "9".repeat(50);
  const one = "1".padEnd(50, "0");
  const rows = [
    [10n ** 60n - 1n, 10n ** 9n, 60000000000n, nines],
    [10n ** 60n + 1n, 10n ** 9n, 60000000001n, one],
    [10n ** 300n - 1n, 10n ** 9n, 300000000000n, nines],
    [10n ** 2000n + 1n, 10n ** 9n, 2000000000001n, one],
    [10n ** 60n - 1n, 3n, 180n, nines],
    [200n, 3n, 7n, "8000000"],
    [10n, 10n ** 18n, 10n ** 18n + 1n, one],
    [1n, 10n ** 18n, 1n, "1"],
    [-1n, 10n ** 18n + 1n, 1n, "1"],
  ] as const;
  for (const [base, exponent, digits, leading] of rows) {
    await t.step(`${base}^${exponent}`.slice(0, 40), () => {
      const value = powerValue({ numerator: base, denominator: 1n }, exponent, tools);
      const outline = outlineOf(value, FIFTY, tools);
      assert.equal(outline.digits, digits);
      assert.equal(outline.leading, leading);
      assert.equal(outline.sign, base < 0n ? -1 : 1);
      assert.equal(exactDigits(value, tools), digits);
    });
  }
});

Deno.test("outlines of related numbers have the expected first digits", async (t) => {
  const rows = [
    [
      "binomial(10^6, 5·10^5)",
      binomialValue(10n ** 6n, 5n * 10n ** 5n, tools),
      301027n,
      "789957877227697084177023790317",
    ],
    [
      "binomial(10^12, 5·10^11)",
      binomialValue(10n ** 12n, 5n * 10n ** 11n, tools),
      301029995658n,
      "764073742278365016754412878469",
    ],
    [
      "binomial(10^18, 10^9)",
      binomialValue(10n ** 18n, 10n ** 9n, tools),
      9434294477n,
      "612371052117334770403602752638",
    ],
    [
      "Catalan(10^15)",
      catalanValue(10n ** 15n, tools),
      602059991327940n,
      "438381826145157641852496169207",
    ],
    [
      "Lucas(10^18)",
      lucasValue(10n ** 18n, tools),
      208987640249978734n,
      "587857534997383084814673309700",
    ],
    [
      "(10^18)!!",
      multifactorialValue(10n ** 18n, 2n, tools),
      8782852759048374096n,
      "264856403160373252566086260519",
    ],
  ] as const;
  for (const [name, value, digits, leading] of rows) {
    await t.step(name, () => {
      const outline = outlineOf(value, { leading: 30, trailing: 20 }, tools);
      assert.equal(outline.digits, digits);
      assert.equal(outline.leading, leading);
    });
  }
});

Deno.test("binomial(10^6, 5·10^5) has the expected last digits", () => {
  const value = binomialValue(10n ** 6n, 5n * 10n ** 5n, tools);
  assert.equal(outlineOf(value, FIFTY, tools).trailing!.slice(-20), "54185815609409350784");
});

Deno.test("the digits of numerator and denominator are both counted", () => {
  const count = (numerator: bigint, denominator: bigint, exponent: bigint) =>
    String(exactDigitsOfPower({ numerator, denominator }, exponent, tools));
  assert.match(count(7n, 10n, -(10n ** 40n)), /^1845098040014256830712216258592636193483[0-9]{1}$/);
  assert.match(count(3n, 2n, -(10n ** 50n)), /^7781512503836436325[0-9]{31}$/);
});

Deno.test("scientific() writes the decimal point and the sign", () => {
  const text = (value: Parameters<typeof outlineOf>[0]) =>
    scientific(outlineOf(value, { leading: 20, trailing: 0 }, tools));
  assert.equal(
    text(factorialValue(10n ** 18n, tools)),
    "5.5970735673103951804e+17565705518096748181",
  );
  assert.equal(
    text(powerValue({ numerator: 2n, denominator: 1n }, -(10n ** 18n), tools)),
    "6.1130944414557001144e-301029995663981196",
  );
  assert.equal(text(powerValue({ numerator: -7n, denominator: 1n }, 1n, tools)), "-7e+0");
  assert.equal(text(factorialValue(5n, tools)), "1.20e+2");
  assert.equal(text(powerValue({ numerator: 0n, denominator: 1n }, 5n, tools)), "0");
});
