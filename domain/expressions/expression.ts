import type { Decimal } from "../numbers/mod.ts";
import type { FunctionName } from "./functions.ts";

/** A place in the text of an expression, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Operators with one operand, except factorials. */
export type UnaryOperator = "negate" | "not";

/** Operators with two operands. `floorDivide` is `//`; `mod` has the sign of the divisor. */
export type BinaryOperator =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "floorDivide"
  | "mod"
  | "power"
  | "equal"
  | "notEqual"
  | "less"
  | "lessOrEqual"
  | "greater"
  | "greaterOrEqual"
  | "and"
  | "or";

/** A node of an expression. Its operands are the subtrees that end right before it. */
export type ExpressionNode = NodeContent & {
  /** The text of the whole subtree. */
  readonly span: Span;
  /** Nodes of the subtree, including this one. */
  readonly size: number;
};

/** What a node is, without its place. */
export type NodeContent =
  /** `text` is the number as it was typed, without `_`. */
  | { readonly kind: "number"; readonly text: string; readonly value: Decimal }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "unary"; readonly operator: UnaryOperator }
  | { readonly kind: "binary"; readonly operator: BinaryOperator }
  /** n! for step 1, n!! for step 2 and so on. */
  | { readonly kind: "factorial"; readonly step: number }
  | { readonly kind: "call"; readonly name: FunctionName; readonly count: number }
  | { readonly kind: "list"; readonly count: number };

/** A parsed expression: its nodes in post-order, so that no algorithm has to recurse. */
export type Expression = readonly ExpressionNode[];

/** How many of the subtrees before a node are its operands. */
export function operandCount(node: ExpressionNode): number {
  switch (node.kind) {
    case "number":
    case "variable":
      return 0;
    case "unary":
    case "factorial":
      return 1;
    case "binary":
      return 2;
    case "call":
    case "list":
      return node.count;
  }
}
