import assert from "node:assert/strict";
import {
  chineseRemainderSeconds,
  decimalExpansionSeconds,
  gcdSeconds,
  integerRootSeconds,
  isPrimeSeconds,
  modInverseSeconds,
  multiplicativeOrderSeconds,
  nextPrimeSeconds,
  predictFactorSeconds,
} from "../../../../domain/numbers/integers/mod.ts";

const BY_BITS: Readonly<Record<string, (bits: number) => number>> = {
  chineseRemainderSeconds,
  gcdSeconds,
  integerRootSeconds,
  modInverseSeconds,
  "decimalExpansionSeconds of 50 places": (bits) =>
    decimalExpansionSeconds(
      { numerator: bits, denominator: bits },
      { places: 50, maxSeconds: Infinity },
    ),
  "isPrimeSeconds": (bits) => isPrimeSeconds(1n << BigInt(bits)),
  "multiplicativeOrderSeconds within 1 s": (bits) => multiplicativeOrderSeconds(bits, 1),
  "nextPrimeSeconds": (bits) => nextPrimeSeconds(1n << BigInt(bits)),
  "predictFactorSeconds within 1 s": (bits) => predictFactorSeconds(1n << BigInt(bits), 1),
};

/**
 * Minimum of many measurements on a shared machine, divided by its slowdown factor, in November
 * 2026 with Deno 2.9.
 */
const MEASURED: readonly (readonly [name: string, predicted: number, measured: number])[] = [
  ["integerRoot, 3,300 bits", integerRootSeconds(3_300, 2), 4.7e-6],
  ["integerRoot, 66,000 bits", integerRootSeconds(66_000, 3), 384e-6],
  ["integerRoot, 330,000 bits", integerRootSeconds(330_000, 7), 6e-3],
  ["modInverse, 3,300 bits", modInverseSeconds(3_300), 244e-6],
  ["modInverse, 66,000 bits", modInverseSeconds(66_000), 14.2e-3],
  ["chineseRemainder, 1,000 of 64 bits", chineseRemainderSeconds(64_000), 8.42e-3],
  ["chineseRemainder, 2 of 33,000 bits", chineseRemainderSeconds(66_000), 4.51e-3],
  ["chineseRemainder, 100 of 1,000 bits", chineseRemainderSeconds(100_000), 10.6e-3],
];

Deno.test("predicted seconds grow with the size of the numbers", async (t) => {
  for (const [name, predict] of Object.entries(BY_BITS)) {
    await t.step(name, () => {
      const seconds = [0, 1, 30, 64, 500, 3_000, 10_000, 100_000].map((bits) => predict(bits));
      assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
      assert.ok(seconds[0]! > 0 && seconds[0]! < 1e-3, `${seconds[0]} at first`);
    });
  }
});

Deno.test("predicted seconds are within a factor of 2 of the measured ones", () => {
  for (const [name, predicted, measured] of MEASURED) {
    const ratio = predicted / measured;
    assert.ok(ratio > 0.5 && ratio < 2, `${ratio} for ${name}`);
  }
});

Deno.test("roots of high degree take time proportional to the length of the radicand", () => {
  assert.equal(integerRootSeconds(0), integerRootSeconds(0, 5));
  assert.ok(integerRootSeconds(10 ** 6, 10 ** 6) < integerRootSeconds(10 ** 6, 10 ** 5) / 10);
});

Deno.test("the search for long periods adds at most its time limit for each of its steps", () => {
  const secondsOf = (denominator: number, maxSeconds: number) =>
    decimalExpansionSeconds({ numerator: 1, denominator }, { places: 50, maxSeconds });
  const seconds = [0, 1, 60].map((limit) => secondsOf(250, limit));
  assert.ok(seconds[0]! < seconds[1]! && seconds[1]! < seconds[2]!);
  assert.ok(seconds[2]! - seconds[0]! <= 2 * 60);
  assert.equal(secondsOf(30_000, 1), secondsOf(30_000, 0));
  const ofPlaces = { places: 100_000, maxSeconds: 0 };
  assert.ok(decimalExpansionSeconds({ numerator: 64, denominator: 64 }, ofPlaces) > 2e-3);
});
