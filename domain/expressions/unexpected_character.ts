import type { ServiceError } from "../errors.ts";
import type { Span } from "./expression.ts";
import { invalidExpression } from "./expression_error.ts";
import { inexactName } from "./inexact_names.ts";

const HINTS: Readonly<Record<string, string>> = {
  ".": "write a digit before the point, as in 0.5",
  "–": 'write "-"',
  "—": 'write "-"',
  "⋅": 'write "*"',
  "∗": 'write "*"',
  "&": 'write "and"',
  "∧": 'write "and"',
  "|": 'write "or", or abs(x) for an absolute value',
  "∨": 'write "or"',
  "~": 'write "not"',
  "¬": 'write "not"',
  "√": 'write "sqrt(x)" for an exact root, "isqrt(n)" for its integer part',
  "²": 'write "^2"',
  "³": 'write "^3"',
  "{": 'write "(" or "["',
  "}": 'write ")" or "]"',
  ":": "values of names belong in variables",
  ";": 'write "," between arguments',
  "؛": 'write "," between arguments',
};

/** The error for a character that no token contains. Does not quote invisible characters. */
export function unexpectedCharacter(character: string, span: Span): ServiceError {
  if (character === "π") return invalidExpression(inexactName("pi")!, span);
  return invalidExpression(messageOf(character), span);
}

function messageOf(character: string): string {
  const hint = HINTS[character];
  if (hint !== undefined) return `"${character}" is not an operator: ${hint}`;
  if (/^\p{Nd}$/u.test(character)) return `"${character}" is not a digit: write 0 to 9`;
  if (/^\p{L}$/u.test(character)) {
    return `"${character}" is not allowed: names have the letters a to z, digits and "_"`;
  }
  if (/^[\p{S}\p{P}]$/u.test(character)) return `"${character}" has no meaning here: remove it`;
  return `the character ${codePoint(character)} is not allowed: remove it`;
}

/** As in `U+200B`. */
function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}
