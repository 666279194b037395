import type { ServiceError } from "../../errors.ts";
import type { Integer } from "../../numbers/integer/mod.ts";
import type { Span } from "../expression.ts";
import { invalidExpression } from "../expression_error.ts";
import { tooCostly } from "./at_place.ts";
import type { Operand, RuleContext } from "./rule.ts";
import { isIntegerSize, mostDigits } from "./size.ts";
import type { EvaluationTools } from "./tools.ts";
import type { Fraction, Value } from "./value.ts";

/** Operands are read by these functions, which throw `invalid_expression` at their place. */

/** Whether all operands have been computed. */
export function areKnown(operands: readonly Operand[]): boolean {
  return operands.every((operand) => operand.value !== undefined);
}

/** Throws unless the operand is a number, whether or not it has been computed. */
export function requireNumber(operand: Operand): void {
  if (operand.type !== "number") throw wrongType(operand, "a number");
}

/** Throws if the operand is known not to be an integer. */
export function requireInteger(operand: Operand): void {
  requireNumber(operand);
  if (operand.value) integerOf(operand);
}

export function wrongType({ span, type }: Operand, needed: string): ServiceError {
  const names = { number: "a number", boolean: "true or false", list: "a list", text: "a text" };
  return invalidExpression(`${needed} is needed here, not ${names[type]}`, span);
}

export function fractionOf(operand: Operand): Fraction {
  requireNumber(operand);
  return operand.value as Fraction & Value;
}

export function integerOf(operand: Operand): Integer {
  const { numerator, denominator } = fractionOf(operand);
  if (denominator !== 1n) throw invalidExpression("an integer is needed here", operand.span);
  return numerator;
}

/**
 * Digits of the longest bigints: V8 needs about 20 ms for one operation on them, which cannot be
 * cancelled.
 */
export const LONGEST_BIGINT = 100_000;

/** An integer as a bigint, at least `least`. Throws `too_costly` for a long one. */
export function bigintOf(operand: Operand, tools: EvaluationTools, least?: bigint): bigint {
  const value = shortBigint(integerOf(operand), operand.span, tools);
  if (least === undefined || value >= least) return value;
  throw tooSmall(operand, least);
}

/** Throws if the operand is known to be less than `least`, which is not negative. */
export function requireLeast(operand: Operand, least: bigint): void {
  if (operand.size.sign === -1) throw tooSmall(operand, least);
}

function tooSmall({ span }: Operand, least: bigint): ServiceError {
  return invalidExpression(`an integer of at least ${least} is needed here`, span);
}

/** A bigint of at most 100,000 digits. */
export function shortBigint(value: Integer, span: Span, { integers }: EvaluationTools): bigint {
  const digits = integers.digitCount(value);
  if (digits <= LONGEST_BIGINT) return integers.toBigint(value);
  throw tooCostly(
    `an integer of at most ${LONGEST_BIGINT} digits is needed here, and this one has ${digits}`,
    span,
  );
}

/** An integer from `least` to `most`. */
export function smallIntegerOf(
  operand: Operand,
  _context: RuleContext,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = integerOf(operand);
  const isInRange = typeof value === "bigint" && value >= BigInt(least) && value <= BigInt(most);
  if (isInRange) return Number(value);
  throw invalidExpression(`an integer from ${least} to ${most} is needed here`, operand.span);
}

/** The truth of an operand that is known to be a boolean. */
export function booleanOf(operand: Operand): boolean {
  return (operand.value as Extract<Value, { type: "boolean" }>).isTrue;
}

/** Digits that neither term of a number exceeds, bounded for predictions. */
export function digitsOf(operand: Operand, { maxDigits }: EvaluationTools): number {
  return Math.min(mostDigits(operand.size), 4 * maxDigits);
}

/** Binary digits that neither term of a number exceeds, bounded for predictions. */
export function bitsOf(operand: Operand, tools: EvaluationTools): number {
  return Math.ceil(digitsOf(operand, tools) * Math.log2(10));
}

/** Whether the number is known to be an integer. */
export function isIntegral(operand: Operand): boolean {
  return operand.type === "number" && isIntegerSize(operand.size);
}

/** The operands, or the items of the only one, if it is a list; undefined if they are not known. */
export function spread(operands: readonly Operand[]): readonly Operand[] | undefined {
  const [first] = operands;
  return operands.length === 1 && first!.type === "list" ? first!.items : operands;
}
