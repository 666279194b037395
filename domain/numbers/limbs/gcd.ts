import { gcd } from "../integers/gcd.ts";
import { compareLimbs } from "./addition.ts";
import { halfGcd, leading, ordered } from "./half_gcd.ts";
import type { Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { quotientAndRemainder } from "./quotient.ts";
import { digitsFromLimbs, limbsFromDigits } from "./text.ts";
import { identity, image, type Pair } from "./unimodular.ts";

const LONGEST_LEHMER = 3_000;

/** The greatest common divisor of two positive integers. */
export function gcdOfLimbs(a: Limbs, b: Limbs, multiplier: Multiplier): Limbs {
  let pair: Pair = compareLimbs(a, b) < 0 ? [b, a] : [a, b];
  while (pair[1].length > LONGEST_LEHMER) {
    const length = pair[0].length;
    if (pair[1].length < 0.75 * length) {
      pair = [pair[1], quotientAndRemainder(pair[0], pair[1], multiplier).remainder];
      continue;
    }
    const matrix = halfGcd(leading(pair, length >> 1), multiplier);
    pair = ordered(identity(), image(matrix, pair, multiplier))[1];
    if (pair[0].length >= length) {
      pair = [pair[1], quotientAndRemainder(pair[0], pair[1], multiplier).remainder];
    }
  }
  if (pair[1].length === 0) return pair[0];
  const rest = quotientAndRemainder(pair[0], pair[1], multiplier).remainder;
  if (rest.length === 0) return pair[1];
  return limbsFromDigits(
    String(gcd(BigInt(digitsFromLimbs(pair[1])), BigInt(digitsFromLimbs(rest)), {
      checkpoint: () => multiplier.meter.checkpoint(),
    })),
  );
}
