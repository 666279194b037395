import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { bitLength } from "./bit_length.ts";

/** Maximum bits of a part that is converted to text directly, which takes about a millisecond. */
const PART_BITS = 32_768;

/**
 * The sum of an integer's digits in a base from 2 to 36, without its sign. Throws a RangeError for
 * other bases.
 */
export function digitSum(
  n: bigint,
  base: number,
  context: ComputeContext = NEVER_CANCELLED,
): number {
  if (!Number.isInteger(base) || base < 2 || base > 36) {
    throw new RangeError(`Bases are 2 to 36, not ${base}`);
  }
  const magnitude = n < 0n ? -n : n;
  const powers: bigint[] = [];
  const bits = bitLength(magnitude);
  if (bits > PART_BITS) {
    let power = BigInt(base) ** BigInt(Math.floor(PART_BITS / Math.log2(base)));
    for (; power <= magnitude; power *= power) {
      context.checkpoint();
      powers.push(power);
      // The square would be larger than the number.
      if (2 * bitLength(power) - 1 > bits) break;
    }
  }
  return sumBelow(magnitude, { base, powers, level: powers.length, context });
}

/**
 * Predicted seconds of `digitSum` for a number of `digits` decimal digits, on one core of the
 * reference machine. Fitted to measurements from 20 to 300,000 digits.
 */
export function digitSumSeconds(digits: number, base: number): number {
  const isPowerOfTwo = Number.isInteger(Math.log2(base));
  return 1e-6 + (isPowerOfTwo ? 0.4 : 1) * 1e-9 * digits ** 1.4;
}

/** Digit sum of n < powers[level − 1]², computed by splitting n at that power. */
function sumBelow(
  n: bigint,
  { base, powers, level, context }: {
    readonly base: number;
    readonly powers: readonly bigint[];
    readonly level: number;
    readonly context: ComputeContext;
  },
): number {
  context.checkpoint();
  if (level === 0) return sumOfText(n.toString(base));
  const power = powers[level - 1]!;
  const next = { base, powers, level: level - 1, context };
  const high = n / power;
  return sumBelow(high, next) + sumBelow(n - high * power, next);
}

function sumOfText(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    sum += code < 58 ? code - 48 : code - 87;
  }
  return sum;
}
