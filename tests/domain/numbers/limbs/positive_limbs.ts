import fc from "fast-check";
import { negation, signOf } from "../../../../domain/numbers/limbs/addition.ts";
import type { Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { limbsOf, type Shape, SHAPES } from "./arbitrary_limbs.ts";

/** Positive integers of 1 to `longest` limbs, with lengths spread evenly in the logarithm. */
export function arbitraryPositiveLimbs(longest: number): fc.Arbitrary<Limbs> {
  return fc.record({
    logarithm: fc.double({ min: 0, max: Math.log(longest), noNaN: true }),
    shape: fc.constantFrom(...SHAPES),
    seed: fc.integer(),
  }).map(({ logarithm, shape, seed }) => positiveLimbs(Math.exp(logarithm), shape, seed));
}

/** A positive integer of `length` limbs, the same for the same seed. */
export function positiveLimbs(length: number, shape: Shape = "even", seed = 1): Limbs {
  const limbs = limbsOf(Math.max(1, Math.round(length)), shape, seed);
  if (signOf(limbs) === 0) return Int16Array.of(1);
  return signOf(limbs) < 0 ? negation(limbs) : limbs;
}

/** 10,000^exponent. */
export function powerOfBase(exponent: number): Limbs {
  const limbs = new Int16Array(exponent + 1);
  limbs[exponent] = 1;
  return limbs;
}
