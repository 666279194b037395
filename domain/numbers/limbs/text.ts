import { BASE, DIGITS_PER_LIMB, LARGEST_LIMB, type Limbs, trimmed } from "./limbs.ts";

const ZERO = "0".charCodeAt(0);

/** Two digits as the ASCII characters of a little-endian word. */
const TWO_DIGITS = Uint16Array.from({ length: 100 }, (_, value) => {
  const tens = Math.floor(value / 10);
  return (ZERO + tens) | (ZERO + value - 10 * tens) << 8;
});

/** Limbs that are written in a millisecond or less. */
const PART_LIMBS = 2 ** 18;
const LIMB_TEXT = 3;

/** The number that decimal digits stand for. */
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
  return trimmed(limbs);
}

/** How many decimal digits a positive number has. */
export function digitCount(limbs: Limbs): number {
  const top = limbs.length - 1;
  const leading = limbs[top]! - (isNegative(limbs.subarray(0, top)) ? 1 : 0);
  return top * DIGITS_PER_LIMB + (leading > 0 ? String(leading).length : 0);
}

/**
 * Writes a positive number's `digitCount` digits in ASCII from an offset on; tells of the cost
 * of each part, in nanoseconds as in `costs.ts`.
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
  const count = digitCount(limbs);
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

/** Writes four digits for each limb in front of a byte; takes and returns what is borrowed. */
function writeFours(limbs: Limbs, view: DataView, end: number, before: number): number {
  let borrow = before;
  for (let i = 0, at = end - DIGITS_PER_LIMB; i < limbs.length; i++, at -= DIGITS_PER_LIMB) {
    const limb = limbs[i]! + borrow;
    borrow = limb >> 31;
    view.setInt32(at, fourDigits(limb + (borrow & BASE)), true);
  }
  return borrow;
}

/** Cost of writing so many limbs, in nanoseconds as in `costs.ts`. */
export function textCost(limbs: number): number {
  return LIMB_TEXT * limbs;
}

/** A positive number's digits. */
export function textOf(limbs: Limbs): string {
  const bytes = new Uint8Array(digitCount(limbs));
  writeDigits(limbs, { bytes, offset: 0, onPart() {} });
  return new TextDecoder().decode(bytes);
}

/** Four digits as the ASCII characters of a little-endian word. */
function fourDigits(value: number): number {
  const hundreds = (value * 5_243) >>> 19;
  return TWO_DIGITS[hundreds]! | TWO_DIGITS[value - 100 * hundreds]! << 16;
}

function isNegative(limbs: Limbs): boolean {
  let top = limbs.length - 1;
  while (top >= 0 && limbs[top] === 0) top--;
  return top >= 0 && limbs[top]! < 0;
}
