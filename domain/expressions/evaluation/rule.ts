import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import type { ResiduePlan } from "../../numbers/residue/mod.ts";
import type { Span } from "../expression.ts";
import type { Size } from "./size.ts";
import type { EvaluationTools } from "./tools.ts";
import type { Value, ValueType } from "./value.ts";

/** An operand of a node: its value if it has been computed, and otherwise what is known of it. */
export interface Operand {
  /** Index of its node. */
  readonly index: number;
  readonly span: Span;
  readonly type: ValueType;
  readonly value?: Value;
  /** Of a number; `UNKNOWN_SIZE` for other values. */
  readonly size: Size;
  /** Of a list. */
  readonly items?: readonly Operand[];
}

/** What a node will be, before it is computed. */
export interface Prediction {
  readonly type: ValueType;
  /** Of a number. */
  readonly size?: Size;
  /** Seconds on one core of the reference machine, without those of the operands. */
  readonly seconds: number;
  /** The number by its logarithm and its last digits. */
  readonly outlined?: (tools: EvaluationTools) => OutlinedValue;
  /** The number modulo m ≥ 1. */
  readonly residue?: (m: bigint, tools: EvaluationTools) => ResiduePlan;
  /** Whether the number has few digits, although its size is not known. */
  readonly isShort?: boolean;
  /** Whether the value is short, and computed even where its operands are long. */
  readonly isEager?: boolean;
}

/** The place of a node, and the arithmetic. */
export interface RuleContext {
  readonly span: Span;
  readonly tools: EvaluationTools;
}

/** A value that needs only residues or logarithms of its operands. */
export interface Resolution {
  readonly type: ValueType;
  readonly size?: Size;
  readonly seconds: number;
  compute(tools: EvaluationTools): Value;
}

/** Residues and logarithms of operands that are not expanded. */
export interface Contexts {
  residue(operand: Operand, modulus: bigint): ResiduePlan;
  /** The same for an operand that has to be an integer, which is checked if it can be expanded. */
  integerResidue(operand: Operand, modulus: bigint): ResiduePlan;
  /** Undefined if the operand has to be expanded. */
  logarithm(operand: Operand): OutlinedValue | undefined;
  /** Whether the operand certainly has a value, without computing it. */
  hasValue(operand: Operand): boolean;
  /** Whether two operands are known to be equal, by their expressions or as products of powers. */
  isSame(a: Operand, b: Operand): boolean;
  /** Undefined if a value is longer than allowed. */
  expanded(operand: Operand): Operand | undefined;
}

/** An operator or a function. All methods throw a ServiceError for operands that do not fit. */
export interface Rule {
  predict(operands: readonly Operand[], context: RuleContext): Prediction;
  /** Computes the value; all operands have values, and `predict` has accepted them. */
  compute(operands: readonly Operand[], context: RuleContext): Value;
  /** A method that does not expand the operands; undefined if they have to be expanded. */
  resolve?(
    operands: readonly Operand[],
    contexts: Contexts,
    context: RuleContext,
  ): Resolution | undefined;
}
