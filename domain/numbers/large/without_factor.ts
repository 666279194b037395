import { type Limbs, trimmed } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { limbsFromDigits, textOf } from "../limbs/text.ts";
import type { Reduced } from "../small/without_factor.ts";

/** prime^count divides x if BASE^limbs divides x · factor, which leaves the quotient. */
interface Divisor {
  readonly count: number;
  readonly factor: Limbs;
  readonly limbs: number;
}

/**
 * Takes a prime out of an integer's digits, at most so many times: division by 2^c is
 * multiplication by 5^c and a shift by c digits.
 */
export function largeWithoutFactor(
  digits: string,
  prime: 2 | 5,
  { limit, multiplier }: { readonly limit: number; readonly multiplier: Multiplier },
): Reduced {
  let rest = limbsFromDigits(digits);
  let count = 0;
  for (const divisor of divisorsOf(rest, prime, { limit, multiplier }).reverse()) {
    if (count + divisor.count > limit || !divides(divisor, rest, multiplier)) continue;
    rest = multiplier.product(rest, divisor.factor).subarray(divisor.limbs);
    count += divisor.count;
  }
  return { rest: textOf(rest), count };
}

/** Powers of the prime by doubling exponents, as long as they divide. */
function divisorsOf(
  value: Limbs,
  prime: 2 | 5,
  { limit, multiplier }: { readonly limit: number; readonly multiplier: Multiplier },
): Divisor[] {
  const inverse = 10 / prime;
  const divisors = [1, 2, 4].map((count): Divisor => ({
    count,
    factor: limbsFromDigits(String(inverse ** count * 10 ** (4 - count))),
    limbs: 1,
  }));
  while (true) {
    const { count, factor, limbs } = divisors.at(-1)!;
    const next = { count: 2 * count, factor: multiplier.square(factor), limbs: 2 * limbs };
    if (next.count > limit || !divides(next, value, multiplier)) return divisors;
    divisors.push(next);
  }
}

function divides({ factor, limbs }: Divisor, value: Limbs, multiplier: Multiplier): boolean {
  const product = multiplier.product(trimmed(value.subarray(0, limbs)), factor);
  return product.subarray(0, limbs).every((limb) => limb === 0);
}
