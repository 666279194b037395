import type { Limbs } from "./limbs/limbs.ts";
import { countDigits, writeDigits } from "./limbs/text.ts";
import type { Meter } from "./meter.ts";

/** Canonical decimal text, as a string if short and as ASCII bytes if long. */
export type DecimalText = string | Uint8Array<ArrayBuffer>;

/** digits × 10^shift, where `digits` holds a positive integer's decimal digits or limbs. */
export interface ScaledDigits {
  readonly digits: string | Limbs;
  readonly shift: number;
}

/** Texts with more characters than this are written as bytes. */
const LONGEST_STRING = 4_000;

const ZERO = "0".charCodeAt(0);
const POINT = ".".charCodeAt(0);
const BAR = "/".charCodeAt(0);
const MINUS = "-".charCodeAt(0);

/**
 * Writes one number, or two as numerator and denominator of a fraction `p/q`. Charges the cost of
 * writing limbs to the meter, and throws what its checkpoints throw.
 */
export function writeDecimalText(
  sign: "" | "-",
  parts: readonly ScaledDigits[],
  meter: Meter,
): DecimalText {
  const lengths = parts.map(textLength);
  const length = lengths.reduce((sum, part) => sum + part, sign.length + parts.length - 1);
  if (length <= LONGEST_STRING && parts.every(hasTextDigits)) {
    return sign + parts.map(text).join("/");
  }
  const bytes = new Uint8Array(length);
  const writer = { bytes, onPart: (cost: number) => meter.spend(cost) };
  let at = 0;
  if (sign === "-") bytes[at++] = MINUS;
  for (const [i, part] of parts.entries()) {
    if (i > 0) bytes[at++] = BAR;
    write(part, writer, at);
    at += lengths[i]!;
  }
  return bytes;
}

interface TextDigits extends ScaledDigits {
  readonly digits: string;
}

function hasTextDigits(part: ScaledDigits): part is TextDigits {
  return typeof part.digits === "string";
}

function text({ digits, shift }: TextDigits): string {
  if (shift >= 0) return digits + "0".repeat(shift);
  const point = digits.length + shift;
  return point > 0
    ? `${digits.slice(0, point)}.${digits.slice(point)}`
    : `0.${"0".repeat(-point)}${digits}`;
}

/** Number of characters of a part: digits, zeros around them, and the point. */
function textLength({ digits, shift }: ScaledDigits): number {
  const count = digitCountOf(digits);
  if (shift >= 0) return count + shift;
  return Math.max(count, 1 - shift) + 1;
}

interface Writer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly onPart: (cost: number) => void;
}

function write({ digits, shift }: ScaledDigits, writer: Writer, at: number): void {
  const { bytes } = writer;
  const count = digitCountOf(digits);
  const point = count + shift;
  if (shift >= 0) {
    writeInteger(digits, writer, at);
    bytes.fill(ZERO, at + count, at + point);
  } else if (point <= 0) {
    bytes.fill(ZERO, at, at + 2 - point);
    bytes[at + 1] = POINT;
    writeInteger(digits, writer, at + 2 - point);
  } else {
    writeInteger(digits, writer, at + 1);
    bytes.copyWithin(at, at + 1, at + 1 + point);
    bytes[at + point] = POINT;
  }
}

function writeInteger(digits: string | Limbs, { bytes, onPart }: Writer, offset: number): void {
  if (typeof digits === "string") writeText(digits, bytes, offset);
  else writeDigits(digits, { bytes, offset, onPart });
}

function writeText(text: string, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  new TextEncoder().encodeInto(text, bytes.subarray(at));
}

function digitCountOf(digits: string | Limbs): number {
  return typeof digits === "string" ? digits.length : countDigits(digits);
}
