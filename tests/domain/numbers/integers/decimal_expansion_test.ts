import assert from "node:assert/strict";
import fc from "fast-check";
import { decimalExpansion } from "../../../../domain/numbers/integers/decimal_expansion.ts";
import { runs } from "../../../../testing/runs.ts";
import { integers } from "./arbitrary_integers.ts";

const options = { places: 20, maxSeconds: 1 };

Deno.test("decimalExpansion() of known fractions", () => {
  const seventh = decimalExpansion(-22n, 7n, options);
  assert.deepEqual(seventh, {
    negative: true,
    integer: "3",
    fraction: "14285714285714285714",
    isExact: false,
    preperiod: 0,
    periodLength: 6n,
    period: "142857",
  });
  const eighth = decimalExpansion(3n, 24n, options);
  assert.deepEqual(eighth, {
    negative: false,
    integer: "0",
    fraction: "12500000000000000000",
    isExact: true,
    preperiod: 3,
    periodLength: 0n,
    period: "",
  });
  const { preperiod, period } = decimalExpansion(1n, 28n, { ...options, places: 0 });
  assert.deepEqual([preperiod, period], [2, "571428"]);
  assert.equal(decimalExpansion(1n, 97n, options).periodLength, 96n);
  const long = decimalExpansion(1n, 998_001n, options);
  assert.deepEqual([long.periodLength, long.period], [2_997n, null]);
});

Deno.test("decimalExpansion() has the same period as long division", () => {
  const small = fc.bigInt({ min: 1n, max: 5_000n });
  fc.assert(fc.property(integers(20), small, (p, q) => {
    const { preperiod, periodLength } = decimalExpansion(p, q, options);
    const seen = new Map<bigint, number>();
    let rest = (p < 0n ? -p : p) % q;
    while (!seen.has(rest)) {
      seen.set(rest, seen.size);
      rest = rest * 10n % q;
    }
    const isFinite = rest === 0n;
    assert.equal(preperiod, seen.get(rest));
    assert.equal(periodLength, isFinite ? 0n : BigInt(seen.size - preperiod));
  }));
});

Deno.test("decimalExpansion() finds long periods by factoring", () => {
  const [p, q] = [10n ** 12n + 39n, 10n ** 9n + 7n];
  const { periodLength } = decimalExpansion(1n, p * q ** 2n, options);
  const power = (base: bigint, exponent: bigint, m: bigint) => {
    let [result, square] = [1n, base % m];
    for (let rest = exponent; rest > 0n; rest /= 2n) {
      if (rest % 2n === 1n) result = result * square % m;
      square = square * square % m;
    }
    return result;
  };
  assert.equal(power(10n, periodLength!, p * q ** 2n), 1n);
  for (const prime of [2n, 3n, 5n, 7n, 500_000_003n, q]) {
    if (periodLength! % prime !== 0n) continue;
    assert.notEqual(power(10n, periodLength! / prime, p * q ** 2n), 1n);
  }
  const hard = decimalExpansion(1n, (2n ** 521n - 1n) * (2n ** 607n - 1n), options);
  assert.deepEqual([hard.periodLength, hard.period], [null, null]);
  const prime = decimalExpansion(1n, 2n ** 521n - 1n, { places: 5, maxSeconds: 0.05 });
  assert.equal(prime.periodLength, null);
});

Deno.test("decimalExpansion() truncates", () => {
  fc.assert(
    fc.property(integers(300), fc.bigInt({ min: 1n, max: 10n ** 30n }), (p, q) => {
      const { negative, integer, fraction } = decimalExpansion(p, q, { places: 7, maxSeconds: 0 });
      const scaled = BigInt(integer + fraction);
      assert.equal(negative, p < 0n);
      assert.equal(scaled, (p < 0n ? -p : p) * 10n ** 7n / q);
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("decimalExpansion() accepts 0 to 100,000 places", () => {
  for (const places of [-1, 1.5, 100_001]) {
    assert.throws(() => decimalExpansion(1n, 3n, { places, maxSeconds: 1 }), RangeError);
  }
  const { fraction } = decimalExpansion(1n, 3n, { places: 100_000, maxSeconds: 1 });
  assert.equal(fraction, "3".repeat(100_000));
});

Deno.test("decimalExpansion() looks for no long period of a denominator that is too long", () => {
  const { periodLength, period } = decimalExpansion(1n, 10n ** 2_000n + 1n, options);
  assert.deepEqual([periodLength, period], [null, null]);
  const short = decimalExpansion(1n, 10n ** 900n - 1n, { places: 0, maxSeconds: 0 });
  assert.equal(short.periodLength, 900n);
});
