import { type Decimal, parseDecimal } from "../numbers/mod.ts";
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

/** A complete operand; its span includes brackets around it. */
interface Operand extends Span {
  readonly size: number;
}

/** A span that starts with the operand unless given. */
interface Ending {
  readonly start?: number;
  readonly end: number;
}

/** Builds the nodes of an expression in post-order. */
export interface NodeBuilder {
  number(text: string, span: Span): void;
  variable(name: string, span: Span): void;
  /** Operators apply to the latest operands, where their span starts and ends unless given. */
  unary(operator: UnaryOperator, start: number): void;
  binary(operator: BinaryOperator, span?: Span): void;
  factorial(step: number, span: Ending): void;
  primorial(end: number): void;
  call(name: FunctionName, count: number, span: Span): void;
  list(count: number, span: Span): void;
  /** The latest operand is in brackets. */
  widen(span: Span): void;
  /** Removes the latest operand if it is a number, and returns it. */
  takeNumber(): Decimal | undefined;
  finish(): Expression;
}

export function createNodeBuilder(): NodeBuilder {
  const nodes: ExpressionNode[] = [];
  const operands: Operand[] = [];

  /** Adds a node above the latest `count` operands. */
  function add(content: NodeContent, count: number, span: Span): void {
    if (nodes.length === MAX_NODES) {
      throw invalidExpression(`at most ${MAX_NODES} numbers and operators are allowed`, span);
    }
    const taken = operands.splice(operands.length - count, count);
    const size = taken.reduce((sum, operand) => sum + operand.size, 1);
    nodes.push({ ...content, span: { start: span.start, end: span.end }, size });
    operands.push({ start: span.start, end: span.end, size });
  }

  function latest(): Operand {
    return operands.at(-1)!;
  }

  function widen({ start, end }: Span): void {
    operands.push({ ...operands.pop()!, start, end });
  }

  return {
    number: (text, span) => add({ kind: "number", text, value: valueOf(text, span) }, 0, span),
    variable: (name, span) => add({ kind: "variable", name }, 0, span),
    unary: (operator, start) => add({ kind: "unary", operator }, 1, { start, end: latest().end }),
    binary: (operator, span = { start: operands.at(-2)!.start, end: latest().end }) =>
      add({ kind: "binary", operator }, 2, span),
    factorial: (step, { start = latest().start, end }) =>
      add({ kind: "factorial", step }, 1, { start, end }),
    primorial: (end) =>
      add({ kind: "call", name: "primorial", count: 1 }, 1, { start: latest().start, end }),
    call: (name, count, span) => add({ kind: "call", name, count }, count, span),
    list: (count, span) => add({ kind: "list", count }, count, span),
    widen,
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

function valueOf(text: string, span: Span): Decimal {
  if (/^0[xob]/i.test(text)) return parseDecimal(String(BigInt(text.toLowerCase())));
  const value = parseDecimal(text);
  if (Number.isSafeInteger(value.exponent)) return value;
  throw invalidExpression("the exponent of a number is too long: write a power of 10", span);
}
