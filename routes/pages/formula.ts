import type { FormulaPart } from "../../views/data/answer.ts";

/** Maximum number of characters of a formula. */
const MAX_CHARACTERS = 160;

/** Longer runs of digits are shown by their ends. */
const MAX_RUN = 40;
const END_OF_RUN = 12;

/** Spaces that do not break a line, between groups of three digits. */
const THIN_SPACE = "\u202f";

const SYMBOLS: Readonly<Record<string, string>> = {
  "*": "·",
  "-": "−",
  "<=": "≤",
  ">=": "≥",
  "!=": "≠",
  "==": "=",
};

/** A question in mathematical notation as the parts of a title: exponents are raised. */
export function formulaParts(formula: string): readonly FormulaPart[] {
  const shortened = shorten(formula);
  const parts: FormulaPart[] = [];
  let at = 0;
  while (at < shortened.length) {
    const power = shortened.indexOf("^", at);
    const end = power < 0 ? shortened.length : power;
    if (end > at) parts.push({ text: inSymbols(shortened.slice(at, end)), isExponent: false });
    if (power < 0) break;
    const exponent = exponentAt(shortened, power + 1);
    parts.push({ text: inSymbols(withoutParentheses(exponent)), isExponent: true });
    at = power + 1 + exponent.length;
  }
  return parts;
}

/** A question in one line of text, for titles of documents and announcements. */
export function formulaText(formula: string): string {
  return inSymbols(shorten(formula).replace(/\^\((-?[0-9]+)\)/g, "^$1"));
}

/** The operand to the right of `^`. Another power follows it without a gap, as in 2^3^4. */
function exponentAt(text: string, start: number): string {
  if (text[start] !== "(") {
    return /^-?[A-Za-z0-9_.…]*(\([^()]*\))?!*(\^-?[A-Za-z0-9_.…]+)*/.exec(text.slice(start))![0];
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}

function withoutParentheses(exponent: string): string {
  return exponent.startsWith("(") && exponent.endsWith(")") ? exponent.slice(1, -1) : exponent;
}

function shorten(formula: string): string {
  const text = formula.replace(
    /[0-9]+/g,
    (run) => run.length <= MAX_RUN ? run : `${run.slice(0, END_OF_RUN)}…${run.slice(-END_OF_RUN)}`,
  );
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
}

function inSymbols(text: string): string {
  return text.replace(/<=|>=|!=|==|\*|-/g, (symbol) => SYMBOLS[symbol]!)
    .replace(/(?<![.…0-9A-Za-z_])[0-9]{5,}(?![0-9]*…)/g, (run) => groupsOfThree(run));
}

function groupsOfThree(digits: string): string {
  return digits.replace(/\B(?=([0-9]{3})+$)/g, THIN_SPACE);
}
