import { type Decimal, parseDecimal } from "../numbers/mod.ts";
import type { ServiceError } from "../errors.ts";
import type {
  BinaryOperator,
  Expression,
  ExpressionNode,
  NodeContent,
  Span,
  UnaryOperator,
} from "./expression.ts";
import { invalidExpression } from "./expression_error.ts";
import type { FunctionName } from "./functions.ts";

/** Maximum number of nodes of an expression. */
export const MAX_NODES = 2_000;

/** Maximum number of brackets, signs and postfix operators inside one another. */
export const MAX_DEPTH = 200;

/** A complete operand; its span includes brackets around it. */
interface Operand extends Span {
  readonly size: number;
  /** Nesting of the canonical print, or more. */
  readonly depth: number;
  readonly isInBrackets?: true;
}

/** The span of a new node. Each end is that of the operands unless given. */
type Extent = Partial<Span>;

/** Builds the nodes of an expression in post-order. Operators apply to the latest operands. */
export interface NodeBuilder {
  number(text: string, span: Span): void;
  variable(name: string, span: Span): void;
  unary(operator: UnaryOperator, extent: Extent): void;
  binary(operator: BinaryOperator): void;
  /** A binary operator in the notation of a function. */
  binaryCall(operator: BinaryOperator, span: Span): void;
  factorial(step: number, extent: Extent): void;
  primorial(extent: Extent): void;
  call(name: FunctionName, count: number, span: Span): void;
  list(count: number, span: Span): void;
  /** Puts the latest operand in brackets. */
  enclose(span: Span): void;
  /** Removes the latest operand if it is a number, and returns it. */
  takeNumber(): Decimal | undefined;
  finish(): Expression;
}

export function createNodeBuilder(): NodeBuilder {
  const nodes: ExpressionNode[] = [];
  const operands: Operand[] = [];

  /** Adds a node above the latest `count` operands. */
  function add(content: NodeContent, count: number, options: Extent & { nesting: 0 | 1 }): void {
    const taken = operands.splice(operands.length - count, count);
    const { start = taken[0]!.start, end = taken.at(-1)!.end } = options;
    const span = { start, end };
    if (nodes.length === MAX_NODES) {
      throw invalidExpression(`at most ${MAX_NODES} numbers and operators are allowed`, span);
    }
    const size = taken.reduce((sum, operand) => sum + operand.size, 1);
    const depth = taken.reduce((most, operand) => Math.max(most, operand.depth), 0);
    nodes.push({ ...content, span, size });
    push({ ...span, size, depth: depth + options.nesting });
  }

  function push(operand: Operand): void {
    if (operand.depth > MAX_DEPTH) throw nestedTooDeeply(operand);
    operands.push(operand);
  }

  /** A postfix operand of a postfix operator is printed in brackets. */
  function postfix(content: NodeContent, extent: Extent): void {
    add(content, 1, { ...extent, nesting: operands.at(-1)!.isInBrackets ? 0 : 1 });
  }

  return {
    number: (text, span) =>
      add({ kind: "number", text, value: valueOf(text, span) }, 0, { ...span, nesting: 0 }),
    variable: (name, span) => add({ kind: "variable", name }, 0, { ...span, nesting: 0 }),
    unary: (operator, extent) => add({ kind: "unary", operator }, 1, { ...extent, nesting: 1 }),
    binary: (operator) => add({ kind: "binary", operator }, 2, { nesting: 0 }),
    binaryCall: (operator, span) => add({ kind: "binary", operator }, 2, { ...span, nesting: 1 }),
    factorial: (step, extent) => postfix({ kind: "factorial", step }, extent),
    primorial: (extent) => postfix({ kind: "call", name: "primorial", count: 1 }, extent),
    call: (name, count, span) => add({ kind: "call", name, count }, count, { ...span, nesting: 1 }),
    list: (count, span) => add({ kind: "list", count }, count, { ...span, nesting: 1 }),
    enclose: ({ start, end }) => {
      const operand = operands.pop()!;
      push({ ...operand, start, end, depth: operand.depth + 1, isInBrackets: true });
    },
    takeNumber: () => {
      const node = nodes.at(-1);
      if (node?.kind !== "number") return undefined;
      nodes.pop();
      operands.pop();
      return node.value;
    },
    finish: () => nodes,
  };
}

/** The error for an operand inside too many brackets, signs and postfix operators. */
export function nestedTooDeeply(span: Span): ServiceError {
  return invalidExpression(
    `at most ${MAX_DEPTH} brackets and operators inside one another are allowed`,
    span,
  );
}

function valueOf(text: string, span: Span): Decimal {
  if (/^0[xob]/i.test(text)) return parseDecimal(String(BigInt(text.toLowerCase())));
  const value = parseDecimal(text);
  if (Number.isSafeInteger(value.exponent)) return value;
  throw invalidExpression("the exponent of a number is too long: write a power of 10", span);
}
