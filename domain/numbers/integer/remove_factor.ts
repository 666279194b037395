import type { Integer, RemovedFactor } from "./integer.ts";
import type { IntegerArithmetic } from "./integer_arithmetic.ts";

/**
 * Divides a value other than 0 by a factor ≥ 2 as often as possible, but at most `limit` times: by
 * factor^1, factor^2, factor^4 and so on as long as they divide what is left, and then by the same
 * powers downwards.
 */
export function removeFactor(
  value: Integer,
  factor: number,
  { arithmetic, limit }: { readonly arithmetic: IntegerArithmetic; readonly limit: number },
): RemovedFactor {
  if (limit < 1 || arithmetic.remainderByWord(value, factor) !== 0) {
    return { cofactor: value, count: 0 };
  }
  const powers: Integer[] = [];
  let [cofactor, count]: [Integer, number] = [value, 0];
  let power: Integer = BigInt(factor);
  while (count + 2 ** powers.length <= limit) {
    const { quotient, remainder } = arithmetic.quotientAndRemainder(cofactor, power);
    if (!arithmetic.isZero(remainder)) break;
    [cofactor, count] = [quotient, count + 2 ** powers.length];
    powers.push(power);
    power = arithmetic.square(power);
  }
  for (const [i, smaller] of [...powers.entries()].reverse()) {
    if (count + 2 ** i > limit) continue;
    const { quotient, remainder } = arithmetic.quotientAndRemainder(cofactor, smaller);
    if (arithmetic.isZero(remainder)) [cofactor, count] = [quotient, count + 2 ** i];
  }
  return { cofactor, count };
}
