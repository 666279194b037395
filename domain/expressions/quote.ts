/** Maximum number of characters of an expression that an error message quotes. */
const QUOTED_CHARACTERS = 40;

/** Quotes a part of an expression, abbreviated if it is long. */
export function quote(text: string): string {
  return text.length > QUOTED_CHARACTERS ? `"${text.slice(0, QUOTED_CHARACTERS)}…"` : `"${text}"`;
}
