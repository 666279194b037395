import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type DigitCount,
  exceeds,
  factorial,
  factorialDigits,
  fibonacciDigits,
  NEVER_CANCELLED,
  parseDecimal,
} from "../../../domain/numbers/mod.ts";
import {
  addCounts,
  maxCount,
  multiplyToCount,
  powerDigits,
  primePowerExponent,
} from "../../../domain/numbers/digit_count.ts";

/**
 * The results closest to a power of ten, and the largest; printed by tests/oracle/digit_counts.py.
 */
const FROM_MPFR: readonly (readonly [operation: string, n: string, digits: string])[] = [
  ["factorial", "17411", "66278"],
  ["factorial", "108965", "501568"],
  ["factorial", "165535", "792022"],
  ["factorial", "1542194", "8873549"],
  ["fibonacci", "206923", "43244"],
  ["fibonacci", "4748115", "992298"],
  ["12211", "1952906", "7981041"],
  ["141", "4606323970713", "9899999516940"],
  ["factorial", "1e9", "8565705523"],
  ["factorial", "123456789123456789", "2056446958120595927"],
  ["factorial", "1e38", "3756570551809674817234887108108339491790"],
  [
    "factorial",
    "99999999999999999999999999999999999999",
    "3756570551809674817234887108108339491752",
  ],
  ["factorial", "1e5000", "4.999565705518096e+5003"],
  ["fibonacci", "1e10", "2089876403"],
  ["fibonacci", "123456789123456789123456789123456789", "25800943031750474821190673825780724"],
  ["fibonacci", "1e39", "208987640249978733769272089237555416823"],
  ["fibonacci", "7e4999", "1.462913481749851e+4999"],
  ["2", "1e15", "301029995663982"],
  ["2", "1e16", "3010299956639812"],
  ["12345679", "98765432109876543210987654321", "700396541381219872010524704765"],
  ["3", "1e300", "4.771212547196624e+299"],
  ["17", "123456789e4991", "1.519072728618751e+4999"],
];

Deno.test("factorialDigits() is the length of n! up to 3000", () => {
  let product = 1n;
  for (let n = 0; n <= 3_000; n++) {
    if (n > 0) product *= BigInt(n);
    assert.equal(factorialDigits(parseDecimal(String(n))), String(product).length, `${n}!`);
  }
});

Deno.test("factorialDigits() is the length of a long factorial", () => {
  assert.equal(
    factorialDigits(parseDecimal("25206")),
    factorial(25_206, NEVER_CANCELLED).length,
  );
});

Deno.test("fibonacciDigits() is the length of F(n) up to 5000", () => {
  let [current, next] = [0n, 1n];
  for (let n = 0; n <= 5_000; n++) {
    assert.equal(fibonacciDigits(parseDecimal(String(n))), String(current).length, `F(${n})`);
    [current, next] = [next, current + next];
  }
});

Deno.test("powerDigits() is the length of the power", () => {
  const base = fc.bigInt({ min: 1n, max: 10n ** 45n }).filter((value) => value % 10n !== 0n);
  fc.assert(fc.property(base, fc.integer({ min: 0, max: 60 }), (b, e) => {
    const digits = powerDigits(String(b), parseDecimal(String(e)));
    assert.equal(digits, String(b ** BigInt(e)).length);
  }));
});

Deno.test("powerDigits() distinguishes the neighbours of a power of ten", () => {
  for (let zeros = 1n; zeros <= 40n; zeros++) {
    for (const value of [10n ** zeros - 1n, 10n ** zeros + 1n]) {
      for (const times of [1n, 2n, 3n, 1_000n]) {
        const digits = powerDigits(String(value), parseDecimal(String(times)));
        assert.equal(digits, String(value ** times).length, `${value} ^ ${times}`);
      }
    }
  }
});

Deno.test("predicted digits agree with MPFR's logarithms", async (t) => {
  for (const [operation, n, digits] of FROM_MPFR) {
    await t.step(`${operation} and ${n}`, () => {
      assert.equal(String(predict(operation, n)), digits);
    });
  }
});

Deno.test("a count is a number up to 2^53, then its digits, then scientific notation", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  assert.equal(multiplyToCount(parseDecimal(String(largest)), 1), largest);
  assert.equal(multiplyToCount(parseDecimal(String(2n ** 53n)), 1), "9007199254740992");
  assert.equal(multiplyToCount(parseDecimal("-12345678901234567890"), 2), "24691357802469135780");
  assert.equal(multiplyToCount(parseDecimal("7e39"), 1), `7${"0".repeat(39)}`);
  assert.equal(multiplyToCount(parseDecimal("7e40"), 1), "7.000000000000000e+40");
  const long = parseDecimal(`1234567890123456789${"1".repeat(50)}`);
  assert.equal(multiplyToCount(long, 3), "3.703703670370370e+68");
});

Deno.test("addCounts() adds exactly up to 40 digits and keeps the larger beyond", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  assert.equal(addCounts(2, 3), 5);
  assert.equal(addCounts(largest, 1), "9007199254740992");
  assert.equal(addCounts("9007199254740993", 1), "9007199254740994");
  assert.equal(addCounts(1, "9007199254740993"), "9007199254740994");
  assert.equal(addCounts("9007199254740993", "9007199254740993"), "18014398509481986");
  assert.equal(addCounts("9".repeat(40), 1), "1.000000000000000e+40");
  assert.equal(addCounts("7.000000000000000e+40", 5), "7.000000000000000e+40");
  assert.equal(addCounts(5, "7.000000000000000e+40"), "7.000000000000000e+40");
  assert.equal(addCounts("2.5e+400", "1.5e+400"), "2.5e+400");
  assert.equal(addCounts("1.5e+400", "2.5e+400"), "2.5e+400");
});

Deno.test("maxCount() compares by value, beyond the doubles too", () => {
  const ascending: DigitCount[] = [9, 10, "9007199254740993", "10000000000000000", "1.5e+41"];
  ascending.push("1.5e+400", "2.5e+400", "1.000000000000000e+401");
  for (const [i, low] of ascending.entries()) {
    for (const high of ascending.slice(i)) {
      assert.equal(maxCount(low, high), high);
      assert.equal(maxCount(high, low), high);
    }
  }
});

Deno.test("exceeds() is true for every count held as text", () => {
  assert.equal(exceeds(10, 10), false);
  assert.equal(exceeds(11, 10), true);
  assert.equal(exceeds("9007199254740993", Number.MAX_SAFE_INTEGER), true);
  assert.equal(exceeds("1.5e+41", Infinity), true);
});

Deno.test("primePowerExponent() finds the exponent of every power of 2 and 5", () => {
  const root = fc.integer({ min: 1, max: 30_000 });
  fc.assert(fc.property(fc.constantFrom(2, 5), root, (prime, k) => {
    assert.equal(primePowerExponent(String(BigInt(prime) ** BigInt(k)), prime as 2 | 5), k);
  }));
});

Deno.test("primePowerExponent() is undefined for other integers", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(3n, 7n, 11n), (k, rest) => {
      assert.equal(primePowerExponent(String(2n ** BigInt(k) * rest), 2), undefined);
      assert.equal(primePowerExponent(String(5n ** BigInt(k) * rest), 5), undefined);
    }),
  );
});

function predict(operation: string, n: string): DigitCount {
  const value = parseDecimal(n);
  if (operation === "factorial") return factorialDigits(value);
  return operation === "fibonacci" ? fibonacciDigits(value) : powerDigits(operation, value);
}
