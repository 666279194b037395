import { chineseRemainder } from "../integers/chinese_remainder.ts";
import { modInverse } from "../integers/mod_inverse.ts";
import { modPower } from "../integers/mod_power.ts";
import type { LastDigits } from "./outlined_value.ts";
import type { PrimePart } from "./prime_part.ts";

/** The last `count` digits of an integer, given its part for a prime modulo prime^count. */
export function lastDigitsOfParts(
  partOf: (prime: bigint) => PrimePart,
  count: number,
): LastDigits {
  return lastDigits(partOf(2n), partOf(5n), count);
}

/**
 * The last `count` digits of a positive integer without its trailing zeros, from its prime parts
 * for 2 and 5 with units known modulo 2^count and 5^count. Divides both by 10^zeros and combines
 * them by the Chinese remainder theorem.
 */
function lastDigits(two: PrimePart, five: PrimePart, count: number): LastDigits {
  const zeros = two.valuation < five.valuation ? two.valuation : five.valuation;
  const [moduloTwo, moduloFive] = [2n ** BigInt(count), 5n ** BigInt(count)];
  const rest = (part: PrimePart, [prime, other]: readonly [bigint, bigint], modulus: bigint) => {
    const surplus = part.valuation - zeros;
    if (surplus >= BigInt(count)) return 0n;
    const power = prime ** surplus;
    const inverseZeros = modPower(modInverse(other, modulus), zeros, modulus);
    return part.unit() * power % modulus * inverseZeros % modulus;
  };
  const restTwo = rest(two, [2n, 5n], moduloTwo);
  const restFive = rest(five, [5n, 2n], moduloFive);
  const { residue } = chineseRemainder([
    { residue: restTwo, modulus: moduloTwo },
    { residue: restFive, modulus: moduloFive },
  ]);
  return { zeros, residue };
}
