import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { bitLength } from "./bit_length.ts";

/** Maximum bits of a part that V8 converts, which takes about a millisecond. */
const PART_BITS = 32_768;

/**
 * An integer in a base from 2 to 36, with the digits 0–9 and a–z. Throws a RangeError for other
 * bases.
 */
export function baseText(
  n: bigint,
  base: number,
  context: ComputeContext = NEVER_CANCELLED,
): string {
  if (!Number.isInteger(base) || base < 2 || base > 36) {
    throw new RangeError(`Bases are 2 to 36, not ${base}`);
  }
  const magnitude = n < 0n ? -n : n;
  const sign = n < 0n ? "-" : "";
  if (isPowerOfTwo(base) || bitLength(magnitude) <= PART_BITS) {
    return sign + magnitude.toString(base);
  }
  const powers: Power[] = [];
  let digits = Math.floor(PART_BITS / Math.log2(base));
  const bits = bitLength(magnitude);
  for (let value = BigInt(base) ** BigInt(digits); value <= magnitude; value *= value) {
    context.checkpoint();
    powers.push({ value, digits });
    digits *= 2;
    // The square would be larger than the number.
    if (2 * bitLength(value) - 1 > bits) break;
  }
  const parts: string[] = [];
  write(magnitude, powers.length, { base, powers, parts, context });
  return sign + parts.join("").replace(/^0+/, "");
}

/**
 * Predicted seconds of `baseText` for a number of `digits` decimal digits, on one core of the
 * reference machine. Fitted to measurements up to 1,000,000 digits.
 */
export function baseTextSeconds(digits: number, base: number): number {
  return isPowerOfTwo(base) ? 2e-7 + 1.5e-9 * digits : 2e-7 + 1.2e-9 * digits ** 1.4;
}

/** Upper bound on the digits of n in a base: exact, or one too many. */
export function baseTextDigits(n: bigint, base: number): number {
  return Math.max(Math.ceil(bitLength(n) / Math.log2(base) * (1 + 1e-12)), 1);
}

/** base^digits. */
interface Power {
  readonly value: bigint;
  readonly digits: number;
}

interface Writer {
  readonly base: number;
  readonly powers: readonly Power[];
  readonly parts: string[];
  readonly context: ComputeContext;
}

/** Appends the digits of n < powers[level − 1]², with leading zeros, by splitting at that power. */
function write(n: bigint, level: number, writer: Writer): void {
  const { base, powers, parts, context } = writer;
  context.checkpoint();
  if (level === 0) {
    parts.push(n.toString(base).padStart(powers[0]!.digits, "0"));
    return;
  }
  const { value } = powers[level - 1]!;
  const high = n / value;
  write(high, level - 1, writer);
  write(n - high * value, level - 1, writer);
}

function isPowerOfTwo(base: number): boolean {
  return Number.isInteger(Math.log2(base));
}
