import assert from "node:assert/strict";
import { Cancelled, NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import {
  binomialValue,
  catalanValue,
  exactDigits,
  exactDigitsOfPower,
  factorialValue,
  fibonacciValue,
  lucasValue,
  multifactorialValue,
  type OutlinedValue,
  outlineOf,
  permutationsValue,
  powerValue,
  primorialValue,
  subfactorialValue,
  Undecided,
} from "../../../../domain/numbers/outline/mod.ts";
import { largeFibonacciValue } from "../../../../domain/numbers/outline/fibonacci.ts";
import { integerRoot } from "../../../../domain/numbers/integers/integer_root.ts";
import { reduce } from "../../../../domain/numbers/integers/rational.ts";
import { primeProducts } from "../../../../domain/numbers/outline/prime_products.ts";
import { largeSubfactorialValue } from "../../../../domain/numbers/outline/subfactorial.ts";
import { createTools, tools } from "./tools.ts";

const TEN = { leading: 10, trailing: 10 };

function text(value: OutlinedValue): string {
  const { sign, trailing } = outlineOf(value, TEN, tools);
  return `${sign < 0 ? "-" : ""}${trailing}`;
}

function power(numerator: bigint, exponent: bigint): OutlinedValue {
  return powerValue({ numerator, denominator: 1n }, exponent, tools);
}

Deno.test("small and negative arguments follow the definitions", () => {
  assert.equal(text(binomialValue(5n, 7n, tools)), "0");
  assert.equal(text(binomialValue(5n, -1n, tools)), "0");
  assert.equal(text(binomialValue(-3n, 2n, tools)), "6");
  assert.equal(text(binomialValue(-3n, 3n, tools)), "-10");
  assert.equal(outlineOf(binomialValue(-(10n ** 20n), 10n ** 6n + 1n, tools), TEN, tools).sign, -1);
  assert.equal(text(catalanValue(4n, tools)), "14");
  assert.equal(text(fibonacciValue(-10n, tools)), "-55");
  assert.equal(text(fibonacciValue(-9n, tools)), "34");
  assert.equal(text(fibonacciValue(0n, tools)), "0");
  assert.equal(text(lucasValue(-3n, tools)), "-4");
  assert.equal(text(lucasValue(0n, tools)), "2");
  assert.equal(outlineOf(fibonacciValue(-(10n ** 20n), tools), TEN, tools).sign, -1);
  assert.equal(outlineOf(lucasValue(-(10n ** 20n) - 1n, tools), TEN, tools).sign, -1);
  assert.equal(text(multifactorialValue(0n, 3n, tools)), "1");
  assert.equal(text(multifactorialValue(7n, 3n, tools)), "28");
  assert.equal(text(permutationsValue(52n, 5n, tools)), "311875200");
  assert.equal(text(permutationsValue(3n, 4n, tools)), "0");
  assert.equal(text(primorialValue(0n, tools)), "1");
  assert.equal(text(primorialValue(10n, tools)), "210");
  assert.deepEqual([...primeProducts(1n, NEVER_CANCELLED)], []);
  assert.equal(text(subfactorialValue(0n, tools)), "1");
  assert.equal(text(subfactorialValue(1n, tools)), "0");
  assert.equal(text(power(0n, 0n)), "1");
  assert.equal(text(power(0n, 3n)), "0");
  assert.equal(outlineOf(primorialValue(30_000n, tools), TEN, tools).trailingZeros, 1n);
});

Deno.test("arguments out of range are rejected", () => {
  const refused = [
    () => factorialValue(-1n, tools),
    () => catalanValue(-1n, tools),
    () => multifactorialValue(-1n, 1n, tools),
    () => multifactorialValue(1n, 0n, tools),
    () => permutationsValue(-1n, 0n, tools),
    () => permutationsValue(1n, -1n, tools),
    () => primorialValue(-1n, tools),
    () => subfactorialValue(-1n, tools),
    () => power(0n, -1n),
    () => exactDigitsOfPower({ numerator: 0n, denominator: 1n }, -1n, tools),
    () => reduce(1n, 0n),
  ];
  for (const call of refused) assert.throws(call, RangeError);
});

Deno.test("reduce() returns lowest terms with a positive denominator", () => {
  assert.deepEqual(reduce(6n, -4n), { numerator: -3n, denominator: 2n });
  assert.deepEqual(reduce(0n, 5n), { numerator: 0n, denominator: 1n });
});

Deno.test("exactDigits() counts the digits before the decimal point", () => {
  const count = (p: bigint, q: bigint, exponent: bigint) =>
    exactDigits(powerValue(reduce(p, q), exponent, tools), tools);
  assert.equal(count(1n, 3n, 5n), 0n);
  assert.equal(count(22n, 7n, 5n), 3n);
  assert.equal(count(0n, 1n, 5n), 1n);
  assert.equal(count(1n, 10n, 10n ** 9n), 0n);
  assert.equal(count(3n, 2n, -(10n ** 9n)), 0n);
});

Deno.test("values with a power of ten as a factor", () => {
  const thousand = outlineOf(power(10n, 3n), TEN, tools);
  assert.equal(thousand.leading, "1000");
  assert.equal(thousand.trailing, "1000");
  assert.equal(thousand.trailingZeros, 3n);
  assert.equal(thousand.lastNonzero, "1");
  const tenth = outlineOf(powerValue(reduce(1n, 10n), 10n ** 20n, tools), TEN, tools);
  assert.equal(tenth.exponent10, -(10n ** 20n));
  assert.equal(tenth.leading, "1");
  assert.equal(tenth.trailing, null);
  const long = outlineOf(power(3n * 10n ** 9_000n, 2n), TEN, tools);
  assert.equal(long.leading, "9000000000");
  assert.equal(long.digits, 18_001n);
  assert.equal(long.lastNonzero, "9");
});

Deno.test("exactDigitsOfPower() compares powers that neither logarithm nor length decides", () => {
  const root = integerRoot(10n ** 40_001n, 2).root;
  const count = (numerator: bigint, exponent: bigint) =>
    exactDigitsOfPower({ numerator, denominator: 1n }, exponent, tools);
  assert.equal(count(root, 10n), 200_005n);
  assert.equal(count(root + 1n, 10n), 200_006n);
  assert.equal(count(10n ** 80_001n + 7n, 1n), 80_002n);
  assert.throws(() => count(root, 2_000n), Undecided);
});

Deno.test("a cancelled count throws Cancelled", () => {
  const context = {
    checkpoint() {
      throw new Cancelled();
    },
  };
  const base = { numerator: 7n, denominator: 1n };
  assert.throws(
    () => exactDigitsOfPower(base, 10n ** 20n, { ...createTools(), context }),
    Cancelled,
  );
});

Deno.test("!n ends in as many zeros as n − 1", () => {
  let value = 1n;
  for (let n = 1n; n <= 1_200n; n++) {
    value = value * n + (n % 2n === 0n ? 1n : -1n);
    if (n < 20n) continue;
    const large = largeSubfactorialValue(n, tools);
    const { zeros, residue } = large.kind === "large" ? large.lastDigits!(1) : assert.fail();
    const digits = String(value).replace(/0+$/, "");
    assert.equal(BigInt(String(value).length - digits.length), zeros);
    assert.equal(String(residue), digits.at(-1));
  }
});

Deno.test("logarithms of small numbers are widened by the omitted terms", () => {
  const leading = (value: OutlinedValue) =>
    outlineOf(value, { leading: 5, trailing: 0 }, tools).leading;
  assert.equal(leading(largeFibonacciValue(60n, 1, tools)), "15480");
  assert.equal(leading(largeSubfactorialValue(20n, tools)), "89501");
});

Deno.test("(10^6)# has the expected digits", () => {
  const outline = outlineOf(primorialValue(10n ** 6n, tools), { leading: 20, trailing: 20 }, tools);
  assert.equal(outline.digits, 433_637n);
  assert.equal(outline.leading, "14705552760839308761");
  assert.equal(outline.trailing, "26784753963694338690");
});

Deno.test("predictions grow with the argument and are higher for costly bases", () => {
  const values = (n: bigint): readonly OutlinedValue[] => [
    factorialValue(n, tools),
    fibonacciValue(n, tools),
    lucasValue(n, tools),
    power(2n, n),
    power(12_345n, n),
    powerValue(reduce(12_345n, 7n), n, tools),
    multifactorialValue(n, 3n, tools),
    binomialValue(n, n / 3n, tools),
    permutationsValue(n, n / 2n, tools),
    catalanValue(n, tools),
    subfactorialValue(n, tools),
    primorialValue(n, tools),
  ];
  const seconds = [5n, 10n ** 9n, 10n ** 300n, 10n ** 5_000n].map((n) =>
    values(n).map((value) => value.predictSeconds(TEN))
  );
  for (let i = 2; i < seconds.length; i++) {
    for (const [j, later] of seconds[i]!.entries()) assert.ok(later > seconds[i - 1]![j]!);
  }
  assert.ok(seconds.flat().every((value) => value > 0));
  const near = power(10n ** 2_000n + 1n, 10n ** 9n).predictSeconds(TEN);
  const ordinary = power(integerRoot(2n * 10n ** 4_000n, 2).root, 10n ** 9n).predictSeconds(TEN);
  assert.ok(near > 10 * ordinary, `${near} ${ordinary}`);
});
