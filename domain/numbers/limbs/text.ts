import { BASE, DIGITS_PER_LIMB, LARGEST_LIMB, type Limbs, trimLeadingZeros } from "./limbs.ts";

const ZERO = "0".charCodeAt(0);

/** The ASCII characters of each two-digit number, as a little-endian 16-bit word. */
const TWO_DIGITS = Uint16Array.from({ length: 100 }, (_, value) => {
  const tens = Math.floor(value / 10);
  return (ZERO + tens) | (ZERO + value - 10 * tens) << 8;
});

/** Limbs written between checkpoints, in a millisecond or less. */
const PART_LIMBS = 2 ** 18;
const TEXT_NS_PER_LIMB = 3;

/** Parses the decimal digits of a nonnegative integer. */
export function limbsFromDigits(digits: string): Limbs {
  const bytes = new TextEncoder().encode(digits);
  const limbs = new Int16Array(Math.ceil(bytes.length / DIGITS_PER_LIMB) + 1);
  let [i, carry] = [0, 0];
  let at = bytes.length - DIGITS_PER_LIMB;
  for (; at >= 0; i++, at -= DIGITS_PER_LIMB) {
    const limb = 1_000 * bytes[at]! + 100 * bytes[at + 1]! + 10 * bytes[at + 2]! + bytes[at + 3]! -
      1_111 * ZERO + carry;
    carry = (LARGEST_LIMB - limb) >>> 31;
    limbs[i] = limb - carry * BASE;
  }
  limbs[i] = Number(digits.slice(0, at + DIGITS_PER_LIMB)) + carry;
  return trimLeadingZeros(limbs);
}

/** Number of decimal digits of a positive integer. */
export function countDigits(limbs: Limbs): number {
  const top = limbs.length - 1;
  const leading = limbs[top]! - (isNegative(limbs.subarray(0, top)) ? 1 : 0);
  return top * DIGITS_PER_LIMB + (leading > 0 ? String(leading).length : 0);
}

/**
 * Writes the `countDigits(limbs)` digits of a positive integer in ASCII, starting at bytes[offset].
 * Reports the cost of each part, in nanoseconds on the reference machine.
 */
export function writeDigits(
  limbs: Limbs,
  { bytes, offset, onPart }: {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly offset: number;
    readonly onPart: (cost: number) => void;
  },
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = countDigits(limbs);
  const whole = Math.floor(count / DIGITS_PER_LIMB);
  let borrow = 0;
  for (let from = 0; from < whole; from += PART_LIMBS) {
    const part = limbs.subarray(from, Math.min(from + PART_LIMBS, whole));
    const end = offset + count - from * DIGITS_PER_LIMB;
    borrow = writeFours(part, view, end, borrow);
    onPart(textCost(part.length));
  }
  const rest = count % DIGITS_PER_LIMB;
  if (rest === 0) return;
  const leading = String(limbs[whole]! + borrow);
  for (let i = 0; i < rest; i++) bytes[offset + i] = leading.charCodeAt(i);
}

/** Writes four digits for each limb, ending before bytes[end]; takes and returns the borrow. */
function writeFours(limbs: Limbs, view: DataView, end: number, before: number): number {
  let borrow = before;
  for (let i = 0, at = end - DIGITS_PER_LIMB; i < limbs.length; i++, at -= DIGITS_PER_LIMB) {
    const limb = limbs[i]! + borrow;
    borrow = limb >> 31;
    view.setInt32(at, fourDigits(limb + (borrow & BASE)), true);
  }
  return borrow;
}

/** Cost of writing this many limbs as text, in nanoseconds on the reference machine. */
export function textCost(limbs: number): number {
  return TEXT_NS_PER_LIMB * limbs;
}

/** The decimal digits of a positive integer. */
export function digitsFromLimbs(limbs: Limbs): string {
  const bytes = new Uint8Array(countDigits(limbs));
  writeDigits(limbs, { bytes, offset: 0, onPart() {} });
  return new TextDecoder().decode(bytes);
}

/** The ASCII characters of a four-digit number, as a little-endian 32-bit word. */
function fourDigits(value: number): number {
  const hundreds = (value * 5_243) >>> 19;
  return TWO_DIGITS[hundreds]! | TWO_DIGITS[value - 100 * hundreds]! << 16;
}

function isNegative(limbs: Limbs): boolean {
  let top = limbs.length - 1;
  while (top >= 0 && limbs[top] === 0) top--;
  return top >= 0 && limbs[top]! < 0;
}
