import { type Limbs, trimLeadingZeros } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { digitsFromLimbs, limbsFromDigits } from "../limbs/text.ts";
import type { FactorRemoval } from "../small/remove_factor.ts";

/** prime^count divides x iff BASE^limbs divides x · factor; the quotients are equal. */
interface Divisor {
  readonly count: number;
  readonly factor: Limbs;
  readonly limbs: number;
}

/**
 * `removeFactor` for long integers: divides by 2^c by multiplying by 5^c and shifting by c digits,
 * and by 5^c likewise.
 */
export function largeRemoveFactor(
  digits: string,
  prime: 2 | 5,
  { limit, multiplier }: { readonly limit: number; readonly multiplier: Multiplier },
): FactorRemoval {
  let cofactor = limbsFromDigits(digits);
  let count = 0;
  for (const divisor of divisorsOf(cofactor, prime, { limit, multiplier }).reverse()) {
    if (count + divisor.count > limit || !divides(divisor, cofactor, multiplier)) continue;
    cofactor = multiplier.product(cofactor, divisor.factor).subarray(divisor.limbs);
    count += divisor.count;
  }
  return { cofactor: digitsFromLimbs(cofactor), count };
}

/** Powers of the prime with exponents 1, 2, 4, 8, … as long as they divide the value. */
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
  const product = multiplier.product(trimLeadingZeros(value.subarray(0, limbs)), factor);
  return product.subarray(0, limbs).every((limb) => limb === 0);
}
