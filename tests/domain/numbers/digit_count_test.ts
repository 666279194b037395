import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Decimal,
  type DigitCount,
  factorial,
  factorialDigits,
  fibonacciDigits,
  NEVER_CANCELLED,
  parseDecimal,
} from "../../../domain/numbers/mod.ts";
import {
  addCounts,
  digitCount,
  digitsOf,
  magnitude,
  maxCount,
  multiplyCounts,
  powerDigits,
  primePowerExponent,
} from "../../../domain/numbers/digit_count.ts";
import {
  exactDigits,
  factorialValue,
  fibonacciValue,
  type OutlinedValue,
  type OutlineTools,
  powerValue,
} from "../../../domain/numbers/outline/mod.ts";
import { tools } from "./outline/tools.ts";

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
  ["factorial", "1e5000", "49995657055180967481…46282447703396244120 (5004 digits)"],
  ["fibonacci", "1e10", "2089876403"],
  ["fibonacci", "123456789123456789123456789123456789", "25800943031750474821190673825780724"],
  ["fibonacci", "1e39", "208987640249978733769272089237555416823"],
  ["fibonacci", "7e4999", "14629134817498511363…27770981263223822964 (5000 digits)"],
  ["2", "1e15", "301029995663982"],
  ["2", "1e16", "3010299956639812"],
  ["12345679", "98765432109876543210987654321", "700396541381219872010524704765"],
  ["3", "1e300", "47712125471966243729…11516900893038469756 (300 digits)"],
  ["17", "123456789e4991", "15190727286187515357…60383518268027748464 (5000 digits)"],
  ["7", "1e40", "8450980400142568307122162585926361934836"],
  ["2", "1e50", "30102999566398119521373889472449302676818988146211"],
  ["3", "1e50", "47712125471966243729502790325511530920012886419070"],
  ["3", "1e309", "47712125471966243729…93038469755415624884 (309 digits)"],
  ["2", "1e1000", "30102999566398119521…94003754116899634158 (1000 digits)"],
];

/** Digit counts computed from logarithms, which are upper bounds for a long n. */
const BOUNDED: readonly (readonly [
  name: string,
  predict: (n: Decimal) => DigitCount,
  value: (n: bigint, tools: OutlineTools) => OutlinedValue,
])[] = [
  ["factorialDigits", factorialDigits, factorialValue],
  ["fibonacciDigits", fibonacciDigits, fibonacciValue],
  [
    "powerDigits",
    (n) => powerDigits("7", magnitude(n)),
    (n, tools) => powerValue({ numerator: 7n, denominator: 1n }, n, tools),
  ],
];

Deno.test("factorialDigits() is the length of n! up to 3000", () => {
  let product = 1n;
  let [length, limit] = [1, 10n];
  for (let n = 0; n <= 3_000; n++) {
    if (n > 0) product *= BigInt(n);
    for (; product >= limit; length++) limit *= 10n;
    assert.equal(factorialDigits(parseDecimal(String(n))), length, `${n}!`);
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
  let [length, limit] = [1, 10n];
  for (let n = 0; n <= 5_000; n++) {
    for (; current >= limit; length++) limit *= 10n;
    assert.equal(fibonacciDigits(parseDecimal(String(n))), length, `F(${n})`);
    [current, next] = [next, current + next];
  }
});

Deno.test("powerDigits() is the length of the power", () => {
  const base = fc.bigInt({ min: 1n, max: 10n ** 45n }).filter((value) => value % 10n !== 0n);
  fc.assert(fc.property(base, fc.integer({ min: 0, max: 60 }), (b, e) => {
    const digits = powerDigits(String(b), e);
    assert.equal(digits, String(b ** BigInt(e)).length);
  }));
});

Deno.test("powerDigits() distinguishes the neighbours of a power of ten", () => {
  for (let zeros = 1n; zeros <= 40n; zeros++) {
    for (const value of [10n ** zeros - 1n, 10n ** zeros + 1n]) {
      for (const times of [1n, 2n, 3n, 1_000n]) {
        const digits = powerDigits(String(value), Number(times));
        assert.equal(digits, String(value ** times).length, `${value} ^ ${times}`);
      }
    }
  }
});

Deno.test("predicted digits agree with MPFR's logarithms", async (t) => {
  for (const [operation, n, digits] of FROM_MPFR) {
    await t.step(`${operation} and ${n}`, () => {
      assert.equal(abbreviate(predict(operation, n)), digits);
    });
  }
});

for (const [name, predict, value] of BOUNDED) {
  Deno.test(`${name}() is exact for n of 5,000 digits`, () => {
    const n = 9n * 10n ** 4_999n + 1n;
    assert.equal(predict(parseDecimal(String(n))), exactDigits(value(n, tools), tools));
  });

  Deno.test(`${name}() is a close upper bound for a longer n`, () => {
    for (const n of [10n ** 10_001n, 10n ** 10_001n - 1n, 2n ** 33_230n + 1n]) {
      const bound = BigInt(predict(parseDecimal(String(n))));
      const exact = exactDigits(value(n, tools), tools);
      assert.ok(bound >= exact && bound - exact < exact / 10n ** 30n);
    }
  });

  Deno.test(`${name}() accepts an n of a million digits`, () => {
    const length = String(predict(parseDecimal(`1e${999_999}`))).length;
    assert.ok(length >= 999_999 && length < 1_000_007);
  });
}

Deno.test("powerDigits() is exact up to 5,000-digit bases, then an upper bound", () => {
  const [nines, long] = ["9".repeat(6_000), `${"9".repeat(4_999)}8${"9".repeat(1_000)}`];
  assert.equal(powerDigits(nines, 7), 42_000);
  assert.equal(powerDigits(nines, 10n ** 20n), 6_000n * 10n ** 20n);
  assert.equal(powerDigits(long, 2), 12_000);
  // Both ⌊10^(L − 1/2)⌋, whose square has 2L − 1 digits, for L up to and above 5,000.
  for (const [length, digits] of [[5_000, 9_999], [5_001, 10_002]] as const) {
    const root = squareRoot(10n ** BigInt(2 * length - 1));
    assert.equal(String(root ** 2n).length, 2 * length - 1);
    assert.equal(powerDigits(String(root), 2), digits);
  }
});

Deno.test("powerDigits() is 1 for the base 1 and the exponent 0", () => {
  assert.equal(powerDigits("1", 10n ** 100n), 1);
  assert.equal(powerDigits("7", 0), 1);
});

Deno.test("digitsOf() is an upper bound for a number that its logarithm does not decide", () => {
  const value: OutlinedValue = {
    kind: "large",
    sign: 1,
    shift: 3n,
    ln: (bits) => {
      const { lo, hi } = tools.constants.ln10(bits, tools.context);
      return { lo: 5n * lo - 1n, hi: 5n * hi + 1n };
    },
    lastDigits: undefined,
    predictSeconds: () => 0,
  };
  assert.equal(digitsOf(value, tools), 9n);
});

Deno.test("digitsOf() throws the errors of the arithmetic", () => {
  const value: OutlinedValue = {
    kind: "exact",
    shift: 0n,
    compute: () => {
      throw new RangeError("Broken");
    },
    predictSeconds: () => 0,
  };
  assert.throws(() => digitsOf(value, tools), RangeError);
});

Deno.test("a count is a number while it is a safe integer, and a bigint above", () => {
  const count = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 54n }), fc.bigInt({ min: 0n }));
  fc.assert(fc.property(count, count, (a, b) => {
    for (const value of [a, b]) {
      assert.equal(digitCount(value), expectedCount(value));
      assert.equal(magnitude(parseDecimal(String(value))), expectedCount(value));
      assert.equal(magnitude(parseDecimal(`-${value}`)), expectedCount(value));
    }
    assert.equal(addCounts(digitCount(a), digitCount(b)), expectedCount(a + b));
    assert.equal(multiplyCounts(digitCount(a), digitCount(b)), expectedCount(a * b));
    assert.equal(maxCount(digitCount(a), digitCount(b)), expectedCount(a > b ? a : b));
  }));
});

Deno.test("counts are exact at 2^53 and beyond the range of doubles", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  const huge = 10n ** 400n;
  assert.equal(addCounts(largest, 1), 2n ** 53n);
  assert.equal(addCounts(largest - 1, 1), largest);
  assert.equal(addCounts(huge, 1), huge + 1n);
  assert.equal(multiplyCounts(largest, 3), 3n * BigInt(largest));
  assert.equal(multiplyCounts(huge, 0), 0);
  assert.equal(multiplyCounts(0, huge), 0);
  assert.equal(maxCount(huge, huge + 1n), huge + 1n);
  assert.equal(maxCount(huge, largest), huge);
  assert.equal(magnitude(parseDecimal("-1e400")), huge);
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

Deno.test("primePowerExponent() distinguishes long powers from their neighbours", () => {
  const power = 2n ** 40_000n;
  assert.equal(primePowerExponent(String(power), 2), 40_000);
  assert.equal(primePowerExponent(String(power + 2n), 2), undefined);
});

function predict(operation: string, n: string): DigitCount {
  const value = parseDecimal(n);
  if (operation === "factorial") return factorialDigits(value);
  return operation === "fibonacci"
    ? fibonacciDigits(value)
    : powerDigits(operation, magnitude(value));
}

function abbreviate(count: DigitCount): string {
  const text = String(count);
  if (text.length <= 60) return text;
  return `${text.slice(0, 20)}…${text.slice(-20)} (${text.length} digits)`;
}

function expectedCount(value: bigint): DigitCount {
  return value < 2n ** 53n ? Number(value) : value;
}

/** ⌊√n⌋, by Newton's iteration from above. */
function squareRoot(n: bigint): bigint {
  let root = 10n ** BigInt(Math.ceil(String(n).length / 2));
  for (;;) {
    const next = (root + n / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
