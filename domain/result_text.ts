import type { DecimalText } from "./numbers/mod.ts";

/** Maximum number of digits of a value that is logged in full. */
export const SHORT_DIGITS = 1_000;

/** Number of characters that the log keeps from each end of a longer value. */
const END_CHARACTERS = 20;

/** Members of an answer that belong to its result and replace or extend the usual ones. */
export type Details = Readonly<Record<string, unknown>>;

/**
 * A computed text with further members of the answer. If one of them is `digits: null`, the text is
 * not a number, as of an outline or a list of factors.
 */
export interface Description {
  readonly text: DecimalText;
  readonly details: Details;
}

/** A result of at most `SHORT_DIGITS` digits. */
export interface ShortText {
  readonly kind: "short";
  readonly text: string;
  /** Null if the text is not a number. */
  readonly digits: number | null;
  readonly details?: Details;
}

/** A longer result as ASCII bytes, with the members that describe it in the log. */
export interface LongText {
  readonly kind: "long";
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digits: number;
  readonly first: string;
  readonly last: string;
  /** SHA-256 of the bytes in lower-case hexadecimal. */
  readonly sha256: string;
  readonly details?: Details;
}

/** The canonical decimal text of a result; `digits` counts its characters 0–9. */
export type ResultText = ShortText | LongText;

export async function resultText(computed: DecimalText | Description): Promise<ResultText> {
  const { text, details } = isDescription(computed)
    ? computed
    : { text: computed, details: undefined };
  const others = details && { details };
  const digits = details?.digits === null ? null : countDigits(text);
  if (digits === null || digits <= SHORT_DIGITS) {
    return {
      kind: "short",
      text: typeof text === "string" ? text : decode(text),
      digits,
      ...others,
    };
  }
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return {
    kind: "long",
    bytes,
    digits,
    first: decode(bytes.subarray(0, END_CHARACTERS)),
    last: decode(bytes.subarray(-END_CHARACTERS)),
    sha256: await sha256Of(bytes),
    ...others,
  };
}

/** SHA-256 in lower-case hexadecimal. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

function isDescription(computed: DecimalText | Description): computed is Description {
  return typeof computed === "object" && "details" in computed;
}

/** Returns the whole text as ASCII bytes. */
export function wholeBytes(result: ResultText): Uint8Array<ArrayBuffer> {
  return result.kind === "short" ? new TextEncoder().encode(result.text) : result.bytes;
}

/** Returns the whole text as a string. */
export function wholeText(result: ResultText): string {
  return result.kind === "short" ? result.text : decode(result.bytes);
}

/** Abbreviates a canonical text above 1,000 digits to its ends and its length. */
export function abbreviate(text: string): string {
  if (text.length <= SHORT_DIGITS) return text;
  const digits = countDigits(text);
  if (digits <= SHORT_DIGITS) return text;
  const length = isList(text) ? `${text.length} characters` : `${digits} digits`;
  return `${text.slice(0, END_CHARACTERS)}…${text.slice(-END_CHARACTERS)} (${length})`;
}

function isList(text: string): boolean {
  return text.startsWith("[");
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Besides digits, a canonical text has at most one sign, one point and one fraction bar. */
function countDigits(text: DecimalText): number {
  // Decoding and searching millions of characters takes a tenth of searching the bytes.
  const characters = typeof text === "string" ? text : decode(text);
  const others = ["-", ".", "/"].filter((character) => characters.includes(character));
  return characters.length - others.length;
}
