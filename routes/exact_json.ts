/** What a double may change: a fraction, an exponent, more than 15 digits, the sign of zero. */
const INEXACT = /\d[.eE]|\d{16}|-0/;

/** A reviver; TypeScript does not know its third argument yet. */
const keepSource =
  ((_key: string, value: unknown, { source }: { readonly source?: string }) =>
    typeof value === "number" ? source : value) as Parameters<typeof JSON.parse>[1];

/**
 * Parses JSON without rounding: a number is a safe integer or the text it was written in. Throws a
 * SyntaxError, or a RangeError when the text is nested too deeply.
 */
export function parseExactJson(text: string): unknown {
  return INEXACT.test(text) ? JSON.parse(text, keepSource) : JSON.parse(text);
}
