import type { ServiceError } from "../errors.ts";
import type { Expression, Span } from "./expression.ts";
import { invalidExpression } from "./expression_error.ts";
import { findFunction } from "./find_function.ts";
import { finishCall, MAX_FACTORIAL_STEP } from "./finish_call.ts";
import { FUNCTIONS, type FunctionSignature, MAX_ARGUMENTS } from "./functions.ts";
import { hintForInfixName } from "./infix_names.ts";
import { misplacedComma } from "./misplaced_comma.ts";
import { createNodeBuilder, MAX_DEPTH, nestedTooDeeply, type NodeBuilder } from "./node_builder.ts";
import {
  INFIX,
  type Infix,
  type OpenBracket,
  type Pending,
  type PendingOperator,
  type PendingPrefix,
  PRECEDENCE,
} from "./pending.ts";
import { quote } from "./quote.ts";
import { readTokens, type Token } from "./tokens.ts";
import { unknownName } from "./unknown_name.ts";

/** Maximum length of an expression, in UTF-16 units. */
export const MAX_CHARACTERS = 10_000;

interface Parser {
  readonly text: string;
  readonly tokens: Generator<Token, undefined>;
  readonly variables: ReadonlySet<string>;
  readonly builder: NodeBuilder;
  readonly pending: Pending[];
  /** Brackets and signs in `pending`. */
  depth: number;
  token: Token;
}

/**
 * Parses an expression by the grammar in docs/expressions.md, with operator precedence on an
 * explicit stack. Names are case-insensitive; `variables` are in lower case. Throws
 * `invalid_expression` with the place in UTF-16 units.
 */
export function parseExpression(
  text: string,
  variables: ReadonlySet<string> = new Set(),
): Expression {
  if (text.length > MAX_CHARACTERS) {
    const message = `${text.length} characters are too many: at most ${MAX_CHARACTERS} are allowed`;
    throw invalidExpression(message, { start: MAX_CHARACTERS, end: text.length });
  }
  const tokens = readTokens(text);
  const token = tokens.next().value!;
  const builder = createNodeBuilder();
  const parser: Parser = { text, tokens, variables, builder, pending: [], depth: 0, token };
  if (token.kind === "end") throw invalidExpression("the expression is empty", token);
  while (true) {
    readOperand(parser);
    if (!readOperators(parser)) break;
  }
  const expression = parser.builder.finish();
  checkOutermost(expression);
  return expression;
}

/** Reads signs, opening brackets and one number, variable or empty bracket. */
function readOperand(parser: Parser): void {
  while (true) {
    const token = advance(parser);
    if (token.kind === "number") return parser.builder.number(token.text, token);
    if (token.kind === "name" || isSymbol(token, "mod")) {
      if (isSymbol(parser.token, "(") && !isVariableBefore(parser, token)) {
        openCall(parser, token);
      } else if (token.kind === "name") {
        return readVariable(parser, token);
      } else throw missingOperand(parser, token);
    } else if (isSymbol(token, "-")) {
      pushPrefix(parser, { operator: "negate", precedence: PRECEDENCE.sign, start: token.start });
    } else if (isSymbol(token, "+")) {
      pushPrefix(parser, { operator: undefined, precedence: PRECEDENCE.sign, start: token.start });
    } else if (isSymbol(token, "not")) {
      checkNot(parser, token);
      pushPrefix(parser, { operator: "not", precedence: PRECEDENCE.not, start: token.start });
    } else if (isSymbol(token, "(")) {
      open(parser, { kind: "group", start: token.start });
    } else if (isSymbol(token, "[")) {
      open(parser, { kind: "list", start: token.start, count: 0 });
    } else throw missingOperand(parser, token);
    if (isEmptyBracket(parser)) return close(parser, advance(parser), 0);
  }
}

/** Reads what follows an operand, up to the next one. Returns whether there is a next one. */
function readOperators(parser: Parser): boolean {
  while (true) {
    const token = advance(parser);
    if (token.kind === "factorial") {
      if (token.step > MAX_FACTORIAL_STEP) {
        throw invalidExpression(`at most ${MAX_FACTORIAL_STEP} "!" in a row are allowed`, token);
      }
      parser.builder.factorial(token.step, { end: token.end });
      continue;
    }
    if (token.kind === "end") {
      finish(parser, token);
      return false;
    }
    if (token.kind !== "symbol") throw missingOperator(parser, token);
    const infix = INFIX[token.symbol];
    if (infix) {
      pushInfix(parser, infix, token);
      return true;
    }
    switch (token.symbol) {
      case "#":
        parser.builder.primorial({ end: token.end });
        break;
      case ",":
        nextArgument(parser, token);
        return true;
      case ")":
      case "]":
        close(parser, token, 1);
        break;
      default:
        throw missingOperator(parser, token);
    }
  }
}

/** Moves to the next token and returns the one before. */
function advance(parser: Parser): Token {
  const { token } = parser;
  parser.token = parser.tokens.next().value ?? token;
  return token;
}

function isSymbol(token: Token, symbol: string): boolean {
  return token.kind === "symbol" && token.symbol === symbol;
}

/** In `n (2)`, with a variable n, an operator is missing; in `gcd(2)` it is not. */
function isVariableBefore({ variables }: Parser, token: Token): boolean {
  return token.kind === "name" && variables.has(token.name) && !findFunction(token.name);
}

function readVariable({ builder, variables }: Parser, token: Token & { kind: "name" }): void {
  if (!variables.has(token.name)) {
    throw unknownName(token.name, { as: "value", span: token, variables });
  }
  builder.variable(token.name, token);
}

function openCall(parser: Parser, token: Token): void {
  const { variables } = parser;
  const name = token.kind === "name" ? token.name : "mod";
  const callee = findFunction(name);
  if (!callee) throw unknownName(name, { as: "function", span: token, variables });
  advance(parser);
  open(parser, { kind: "call", start: token.start, callee, count: 0 });
}

function isEmptyBracket({ pending, token }: Parser): boolean {
  const kind = pending.at(-1)?.kind;
  return kind === "list" && isSymbol(token, "]") || kind === "call" && isSymbol(token, ")");
}

function open(parser: Parser, bracket: OpenBracket): void {
  parser.pending.push(bracket);
  enter(parser, bracket.start);
}

function pushPrefix(parser: Parser, prefix: Omit<PendingPrefix, "kind">): void {
  parser.pending.push({ kind: "prefix", ...prefix });
  enter(parser, prefix.start);
}

function enter(parser: Parser, start: number): void {
  if (++parser.depth > MAX_DEPTH) throw nestedTooDeeply({ start, end: start + 1 });
}

/** `not` binds looser than comparisons, and cannot be their operand. */
function checkNot({ pending }: Parser, token: Token): void {
  const before = pending.at(-1);
  if (!before || !("precedence" in before) || before.precedence <= PRECEDENCE.not) return;
  throw invalidExpression('"not" needs brackets here: write (not …)', token);
}

function pushInfix(parser: Parser, { operator, precedence }: Infix, token: Token): void {
  const isLeftAssociative = precedence !== PRECEDENCE.power && precedence !== PRECEDENCE.comparison;
  const before = reduce(parser, isLeftAssociative ? precedence : precedence + 1);
  if (precedence === PRECEDENCE.comparison && before?.precedence === precedence) {
    throw invalidExpression("comparisons cannot be chained: use and", token);
  }
  parser.pending.push({ kind: "infix", operator, precedence });
}

/**
 * Completes pending operators that bind at least as tightly as `precedence`, up to the innermost
 * open bracket. Returns the pending operator in front of them, if there is one.
 */
function reduce(parser: Parser, precedence: number): PendingOperator | undefined {
  const { pending, builder } = parser;
  while (true) {
    const last = pending.at(-1);
    if (last?.kind !== "prefix" && last?.kind !== "infix") return undefined;
    if (last.precedence < precedence) return last;
    pending.pop();
    if (last.kind === "infix") {
      builder.binary(last.operator);
    } else {
      parser.depth--;
      if (last.operator) builder.unary(last.operator, { start: last.start });
    }
  }
}

/** Completes all operators in the innermost open bracket and returns it; undefined without one. */
function reduceAll(parser: Parser): OpenBracket | undefined {
  reduce(parser, 0);
  return parser.pending.at(-1) as OpenBracket | undefined;
}

function nextArgument(parser: Parser, token: Token): void {
  const bracket = reduceAll(parser);
  if (!bracket || bracket.kind === "group") throw misplacedComma(parser.text, token);
  bracket.count++;
  if (bracket.kind === "call" && bracket.count === MAX_ARGUMENTS) {
    throw invalidExpression(`at most ${MAX_ARGUMENTS} arguments are allowed`, token);
  }
}

/** Closes the innermost bracket; `last` is 0 if it is empty, otherwise 1. */
function close(parser: Parser, token: Token, last: 0 | 1): void {
  const { builder, pending } = parser;
  const bracket = reduceAll(parser);
  const closing = isSymbol(token, ")") ? ")" : "]";
  if (!bracket) {
    throw invalidExpression(`"${closing}" has no "${closing === ")" ? "(" : "["}"`, token);
  }
  if (closing !== closingOf(bracket)) throw missingBracket(bracket, token);
  pending.pop();
  parser.depth--;
  const span: Span = { start: bracket.start, end: token.end };
  if (bracket.kind === "group") return builder.enclose(span);
  const count = bracket.count + last;
  if (bracket.kind === "list") return builder.list(count, span);
  finishCall(bracket.callee, { builder, count, span });
}

function finish(parser: Parser, token: Token): void {
  const bracket = reduceAll(parser);
  if (bracket) throw missingBracket(bracket, token);
}

function closingOf(bracket: OpenBracket): string {
  return bracket.kind === "list" ? "]" : ")";
}

function missingBracket(bracket: OpenBracket, { start, end }: Token): ServiceError {
  return invalidExpression(`"${closingOf(bracket)}" is missing`, { start, end });
}

function missingOperator({ text, variables }: Parser, token: Token): ServiceError {
  const isCall = text.slice(token.end).trimStart().startsWith("(");
  const hint = token.kind === "name" && !isCall && !variables.has(token.name)
    ? hintForInfixName(token.name)
    : undefined;
  if (hint !== undefined) return invalidExpression(hint, token);
  const next = quote(text.slice(token.start, token.end));
  return invalidExpression(`an operator is missing before ${next}: write * for a product`, token);
}

function missingOperand({ text, pending }: Parser, token: Token): ServiceError {
  if (token.kind === "end") return invalidExpression("the expression ends too early", token);
  if (pending.at(-1)?.kind === "group" && isSymbol(token, ")")) {
    return invalidExpression("a value is missing between the brackets", token);
  }
  const next = quote(text.slice(token.start, token.end));
  return invalidExpression(`a value is missing before ${next}`, token);
}

/** Functions that shape the result enclose everything else. */
function checkOutermost(expression: Expression): void {
  const inner = expression.slice(0, -1).find((node) =>
    node.kind === "call" && (FUNCTIONS[node.name] as FunctionSignature).outermost
  );
  if (inner?.kind !== "call") return;
  const message = `${inner.name} shapes the whole result: nothing may stand outside its brackets`;
  throw invalidExpression(message, inner.span);
}
