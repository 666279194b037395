import type { BinaryOperator, UnaryOperator } from "./expression.ts";
import type { Callee } from "./find_function.ts";
import type { OperatorSymbol } from "./tokens.ts";

/** An operator or an opening bracket whose operands are not complete. */
export type Pending = PendingOperator | OpenBracket;

export type PendingOperator = PendingPrefix | Infix & { readonly kind: "infix" };

export interface PendingPrefix {
  readonly kind: "prefix";
  /** A plus sign has none: it adds no node. */
  readonly operator: UnaryOperator | undefined;
  readonly precedence: number;
  readonly start: number;
}

/** An operator between two operands. */
export interface Infix {
  readonly operator: BinaryOperator;
  readonly precedence: number;
}

export type OpenBracket =
  | { readonly kind: "group"; readonly start: number }
  /** `count` is the number of elements or arguments before the latest comma. */
  | { readonly kind: "list"; readonly start: number; count: number }
  | { readonly kind: "call"; readonly start: number; readonly callee: Callee; count: number };

/** How tightly operators bind; a postfix operator binds tighter than all of these. */
export const PRECEDENCE = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  term: 6,
  sign: 7,
  power: 8,
} as const;

const { or, and, comparison, sum, term, power } = PRECEDENCE;

/** Operators between two operands. All but `^` associate to the left; comparisons do not chain. */
export const INFIX: Readonly<Partial<Record<OperatorSymbol, Infix>>> = {
  "or": { operator: "or", precedence: or },
  "and": { operator: "and", precedence: and },
  "==": { operator: "equal", precedence: comparison },
  "!=": { operator: "notEqual", precedence: comparison },
  "<": { operator: "less", precedence: comparison },
  "<=": { operator: "lessOrEqual", precedence: comparison },
  ">": { operator: "greater", precedence: comparison },
  ">=": { operator: "greaterOrEqual", precedence: comparison },
  "+": { operator: "add", precedence: sum },
  "-": { operator: "subtract", precedence: sum },
  "*": { operator: "multiply", precedence: term },
  "/": { operator: "divide", precedence: term },
  "//": { operator: "floorDivide", precedence: term },
  "mod": { operator: "mod", precedence: term },
  "^": { operator: "power", precedence: power },
};
