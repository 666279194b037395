import { BASE, DIGITS_PER_LIMB, LARGEST_LIMB, type Limbs, trimmed } from "./limbs.ts";

const ZERO = "0".charCodeAt(0);

let table: Uint32Array | undefined;

/** Limbs that are written in a millisecond or less. */
const PART_LIMBS = 2 ** 18;
const LIMB_TEXT = 3;

/** The number that decimal digits stand for. */
export function limbsFromDigits(digits: string): Limbs {
  const limbs = new Int16Array(Math.ceil(digits.length / DIGITS_PER_LIMB) + 1);
  let carry = 0;
  for (let i = 0, end = digits.length; end > 0; i++, end -= DIGITS_PER_LIMB) {
    let limb = 0;
    for (let at = Math.max(0, end - DIGITS_PER_LIMB); at < end; at++) {
      limb = 10 * limb + digits.charCodeAt(at) - ZERO;
    }
    limb += carry;
    carry = limb > LARGEST_LIMB ? 1 : 0;
    limbs[i] = limb - carry * BASE;
  }
  limbs[limbs.length - 1]! += carry;
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
  const words = fourDigits();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = digitCount(limbs);
  const whole = Math.floor(count / DIGITS_PER_LIMB);
  let borrow = 0;
  let at = offset + count - DIGITS_PER_LIMB;
  for (let i = 0; i < whole; i++, at -= DIGITS_PER_LIMB) {
    const limb = limbs[i]! + borrow;
    borrow = limb >> 31;
    view.setUint32(at, words[limb + (borrow & BASE)]!, true);
    if (i % PART_LIMBS === 0) onPart(textCost(Math.min(PART_LIMBS, whole - i)));
  }
  const rest = count % DIGITS_PER_LIMB;
  if (rest === 0) return;
  const leading = String(limbs[whole]! + borrow);
  for (let i = 0; i < rest; i++) bytes[offset + i] = leading.charCodeAt(i);
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

/** The digits of 0 to 9999, each as the ASCII characters of a little-endian word: 40 kB. */
function fourDigits(): Uint32Array {
  return table ??= Uint32Array.from({ length: BASE }, (_, value) => {
    const digits = String(value).padStart(DIGITS_PER_LIMB, "0");
    return [...digits].reduceRight((word, digit) => word << 8 | digit.charCodeAt(0), 0);
  });
}

function isNegative(limbs: Limbs): boolean {
  let top = limbs.length - 1;
  while (top >= 0 && limbs[top] === 0) top--;
  return top >= 0 && limbs[top]! < 0;
}
