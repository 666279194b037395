/** Numbers that a double may change: fractions, exponents, more than 15 digits, negative zero. */
const INEXACT = /\d[.eE]|\d{16}|-0/;

/** A reviver. TypeScript does not declare its third argument yet. */
const keepSource =
  ((_key: string, value: unknown, { source }: { readonly source?: string }) =>
    typeof value !== "number" || isSafeInteger(value, source) ? value : source) as Parameters<
      typeof JSON.parse
    >[1];

function isSafeInteger(value: number, source: string | undefined): boolean {
  return Number.isSafeInteger(value) && String(value) === source;
}

/**
 * Parses JSON without rounding: each number becomes a safe integer or its source text. Throws a
 * SyntaxError, or a RangeError for text that is nested too deeply.
 */
export function parseExactJson(text: string): unknown {
  return INEXACT.test(text) ? JSON.parse(text, keepSource) : JSON.parse(text);
}
