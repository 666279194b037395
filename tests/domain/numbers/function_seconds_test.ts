import assert from "node:assert/strict";
import {
  baseTextSeconds,
  kroneckerSeconds,
  roundSeconds,
  sigmaSeconds,
} from "../../../domain/numbers/integers/mod.ts";
import {
  bellSeconds,
  binomialSeconds,
  catalanSeconds,
  lucasSeconds,
  multifactorialSeconds,
  multinomialSeconds,
  partitionsSeconds,
  permutationsSeconds,
  stirling2Seconds,
  subfactorialSeconds,
} from "../../../domain/numbers/mod.ts";

/**
 * Minimum of many measurements on a shared machine, divided by its slowdown factor, in November
 * 2026 with Deno 2.9.
 */
const MEASURED: readonly (readonly [name: string, predicted: number, measured: number])[] = [
  ["kronecker, 10,000 bits", kroneckerSeconds(10_000), 9.03e-3],
  ["kronecker, 100,000 bits", kroneckerSeconds(100_000), 3.18],
  ["sigma of 60 bits, k = 1,000", sigmaSeconds(60, 1_000), 436e-6],
  ["sigma of 200 bits, k = 100,000", sigmaSeconds(200, 100_000), 1.08],
  ["round, 33,000 bits, 10,000 places", roundSeconds(33_000, 10_000), 333e-6],
  ["round, 64 bits, 1,000,000 places", roundSeconds(64, 1_000_000), 57.1e-3],
  ["baseText, 10,000 digits in base 7", baseTextSeconds(10_000, 7), 551e-6],
  ["baseText, 1,000,000 digits in base 36", baseTextSeconds(1_000_000, 36), 421e-3],
  ["multinomial of 3 · 10^6", multinomialSeconds(Array(3).fill(10n ** 6n)), 135e-3],
  ["multinomial of 10,000 parts", multinomialSeconds(Array(10_000).fill(30n)), 43e-3],
  ["multinomial of 10^12", multinomialSeconds([10n ** 12n, 10_000n, 10_000n]), 21.6e-3],
  ["stirling2(1,000, 500)", stirling2Seconds(1_000n, 500n), 1.67e-3],
  ["stirling2(3,000, 1,500)", stirling2Seconds(3_000n, 1_500n), 70.5e-3],
  ["stirling2(20,000, 19,900)", stirling2Seconds(20_000n, 19_900n), 130e-3],
  ["stirling2(1,000,000, 3)", stirling2Seconds(1_000_000n, 3n), 148e-3],
  ["bell(1,000)", bellSeconds(1_000), 10.6e-3],
  ["bell(4,000)", bellSeconds(4_000), 689e-3],
  ["partitions(300)", partitionsSeconds(300), 31.6e-6],
  ["partitions(10^6)", partitionsSeconds(10 ** 6), 4.36e-3],
  ["partitions(10^9)", partitionsSeconds(10 ** 9), 2.27],
];

Deno.test("numbers beyond the range of doubles are predicted to take forever", () => {
  const huge = 10n ** 4_000n;
  assert.equal(lucasSeconds(-Infinity), Infinity);
  assert.equal(catalanSeconds(Infinity), Infinity);
  assert.equal(subfactorialSeconds(Infinity), Infinity);
  for (const k of [1n, 5n]) assert.equal(multifactorialSeconds(huge, k), Infinity);
  assert.equal(permutationsSeconds(huge, huge / 2n), Infinity);
  assert.equal(binomialSeconds(huge, huge / 2n), Infinity);
});

Deno.test("predicted seconds of functions are within a factor of 3 of the measured ones", () => {
  for (const [name, predicted, measured] of MEASURED) {
    const ratio = predicted / measured;
    assert.ok(ratio > 1 / 3 && ratio < 3, `${ratio} for ${name}`);
  }
});
