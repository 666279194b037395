import type { Span } from "./expression.ts";
import { invalidExpression } from "./expression_error.ts";
import { unexpectedCharacter } from "./unexpected_character.ts";

/** An operator, a bracket or a comma in its canonical spelling. */
export type OperatorSymbol =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "mod"
  | "^"
  | "#"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "not"
  | "and"
  | "or"
  | "("
  | ")"
  | "["
  | "]"
  | ",";

/** A number, name or symbol of an expression, or its end. */
export type Token =
  & Span
  & (
    /** `text` is the number as it was typed, without `_`. */
    | { readonly kind: "number"; readonly text: string }
    /** In lower case. */
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "symbol"; readonly symbol: OperatorSymbol }
    /** n! for step 1, n!! for step 2 and so on. */
    | { readonly kind: "factorial"; readonly step: number }
    | { readonly kind: "end" }
  );

const OTHER_SPELLINGS: Readonly<Record<string, OperatorSymbol>> = {
  "**": "^",
  "%": "mod",
  "=": "==",
  "×": "*",
  "·": "*",
  "÷": "/",
  "−": "-",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
};

const WORDS: readonly string[] = ["mod", "not", "and", "or"] satisfies OperatorSymbol[];

/** `rest` is text that cannot follow a number directly, such as a second point. */
const PATTERNS: readonly RegExp[] = [
  /(?<blanks>[ \t\r\n\u00a0]+)/,
  /(?<number>0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[oO][0-7]+(?:_[0-7]+)*|0[bB][01]+(?:_[01]+)*)(?<rest>[a-zA-Z0-9_.]+)?/,
  /(?<number>0)(?<rest>[xX][a-zA-Z0-9_.]*|[oObB](?![a-zA-Z])[a-zA-Z0-9_.]*)/,
  /(?<number>[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?)(?<rest>[_.][a-zA-Z0-9_.]*)?/,
  /(?<name>[a-zA-Z][a-zA-Z0-9_]*)/,
  // In "3!!=3" the last "!" belongs to "!=".
  /(?<factorial>!+(?!=(?!=)))/,
  /(?<symbol>\*\*|\/\/|==|!=|<=|>=|[-+*/%^#<>=()[\],×·÷−≤≥≠])/,
  /(?<other>[^])/,
];

/** Reads the tokens of a text, one at a time. Throws `invalid_expression` with its place. */
export function* readTokens(text: string): Generator<Token, undefined> {
  const pattern = new RegExp(PATTERNS.map(({ source }) => source).join("|"), "gu");
  let end = 0;
  for (const { index: start, groups = {} } of text.matchAll(pattern)) {
    const { number, rest, name, factorial, symbol, other } = groups;
    if (number !== undefined) {
      end = start + number.length;
      if (rest !== undefined) throw notANumber({ start: end, end: end + rest.length });
      yield { kind: "number", text: number.replaceAll("_", ""), start, end };
    } else if (name !== undefined) {
      end = start + name.length;
      yield nameToken(name.toLowerCase(), { start, end });
    } else if (factorial !== undefined) {
      end = start + factorial.length;
      yield { kind: "factorial", step: factorial.length, start, end };
    } else if (symbol !== undefined) {
      end = start + symbol.length;
      const canonical = OTHER_SPELLINGS[symbol] ?? symbol as OperatorSymbol;
      yield { kind: "symbol", symbol: canonical, start, end };
    } else if (other !== undefined) {
      throw unexpectedCharacter(other, { start, end: start + other.length });
    }
  }
  yield { kind: "end", start: end, end };
}

function nameToken(name: string, span: Span): Token {
  return WORDS.includes(name)
    ? { kind: "symbol", symbol: name as OperatorSymbol, ...span }
    : { kind: "name", name, ...span };
}

function notANumber(span: Span) {
  return invalidExpression("not a number: write it as in 1_000_000, 0.5, 1e-3 or 0xff", span);
}
