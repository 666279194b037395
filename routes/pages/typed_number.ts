/** A number as a person typed it: read in the only possible way, or with several readings. */
export type TypedNumber =
  | { readonly kind: "read"; readonly text: string }
  | { readonly kind: "ambiguous"; readonly readings: readonly string[] };

/** Characters without width, such as those that word processors and web pages leave in a text. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/g;

/** Minus signs and dashes before a digit. */
const MINUS = /[\u2212\u2012\u2013\ufe63\uff0d](?=\s*[0-9])/g;

/** Spaces, apostrophes and underscores, which separate nothing but groups of digits. */
const GROUP_SEPARATOR = /[\s_'\u2019\u02bc]/;

const EXPONENT = /[eE][+-]?[0-9]+$/;

/** Removes invisible characters and replaces typographic minus signs. */
export function cleaned(text: string): string {
  return text.replace(INVISIBLE, "").replace(MINUS, "-").trim();
}

/**
 * Reads a number with separators, signs and line breaks as people type and paste them. A text that
 * is no such number is returned as it is. In `1.500`, the point may separate thousands only if an
 * integer is expected.
 */
export function readTypedNumber(typed: string, expected: "integer" | "rational"): TypedNumber {
  const text = cleaned(typed);
  const [, sign = "", rest = ""] = /^([+-]?)\s*([^]*)$/.exec(text)!;
  const exponent = EXPONENT.exec(rest)?.[0] ?? "";
  const mantissa = exponent === "" ? rest : rest.slice(0, -exponent.length);
  const digits = withoutGroups(mantissa);
  if (digits === undefined) return { kind: "read", text };
  const shown = (value: string) => (sign === "-" ? "-" : "") + value + exponent;
  const readings = readingsOf(digits, expected);
  return readings.length === 1
    ? { kind: "read", text: shown(readings[0]!) }
    : { kind: "ambiguous", readings: readings.map(shown) };
}

/** The digits, commas and points of a number; undefined for any other text. */
function withoutGroups(text: string): string | undefined {
  if (!/^[0-9.,]/.test(text) || !/[0-9]/.test(text)) return undefined;
  const groups = text.split(GROUP_SEPARATOR).filter((group) => group !== "");
  const joined = groups.join("");
  if (!/^[0-9.,]+$/.test(joined)) return undefined;
  const isPasted = /[\r\n]/.test(text);
  return groups.length === 1 || isPasted || areGroups(groups) ? joined : undefined;
}

/**
 * Whether groups of digits belong to one number: all but the first have one length, at least 2; or,
 * as lines of digits are divided, all but the last have one length, at least 5.
 */
function areGroups(groups: readonly string[]): boolean {
  const digits = groups.map((group, at) =>
    at === groups.length - 1 ? group.replace(/[.,].*$/, "") : group
  );
  if (!digits.every((group) => /^[0-9]+$/.test(group))) return false;
  const [first, last] = [digits[0]!.length, digits.at(-1)!.length];
  const areOfLength = (length: number, groups: readonly string[]) =>
    groups.every((group) => group.length === length);
  return (last >= 2 && first <= last && areOfLength(last, digits.slice(1))) ||
    (first >= 5 && last <= first && areOfLength(first, digits.slice(0, -1)));
}

/** The numbers that digits with commas and points can mean, in canonical notation. */
function readingsOf(text: string, expected: "integer" | "rational"): readonly string[] {
  const separators = text.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined) return [text];
  const others = separators.slice(0, -1);
  const whole = text.replaceAll(/[.,]/g, "");
  const at = text.lastIndexOf(last);
  const [before, after] = [text.slice(0, at).replaceAll(/[.,]/g, ""), text.slice(at + 1)];
  const decimal = after === "" ? before : `${before || "0"}.${after}`;
  if (others.length > 0) {
    if (others.every((other) => other === last)) return isGrouped(text, last) ? [whole] : [text];
    // As in 1,234.5 and 1.234,5: the last separator is the decimal one.
    const [thousands] = others;
    const isMixed = others.some((other) => other !== thousands) || last === thousands;
    return isMixed || !isGrouped(text.slice(0, at), thousands!) ? [text] : [decimal];
  }
  if (!isGrouped(text, last)) return [decimal];
  const isDocumented = last === "." && expected === "rational" && !/^0+$/.test(after);
  return isDocumented ? [decimal] : [whole, withoutZeros(decimal)];
}

/** Whether a separator divides digits into thousands, or as in 12,34,567. */
function isGrouped(text: string, separator: string): boolean {
  const [first = "", ...others] = text.split(separator);
  return /^[1-9][0-9]{0,2}$/.test(first) && others.at(-1)?.length === 3 &&
    others.every((group) => group.length === 3 || group.length === 2);
}

function withoutZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, "");
}
