import { valuation } from "../../numbers/integers/integer_arithmetic.ts";
import { modPower } from "../../numbers/integers/mod.ts";
import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import type { LastDigits } from "../../numbers/outline/outlined_value.ts";
import { bigintOf } from "./operands.ts";
import { rationalOf } from "./rational_of.ts";
import { postOrder, type SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** Digits that sums and products may lose at their ends. */
const GUARD_DIGITS = 100;

/** ±10^zeros times a residue, modulo a power of ten, that 10 does not divide. */
interface SignedEnd extends LastDigits {
  readonly sign: -1 | 1;
  /** Digits of the residue, from the top, that are not known. */
  readonly lost: number;
}

/**
 * The last `count` digits, before its zeros, of an integer that is a tree of sums, products and
 * powers; undefined for other trees, and if more than `GUARD_DIGITS` digits cancel.
 */
export function lastDigitsOf(
  root: SurveyedNode,
  count: number,
  tools: EvaluationTools,
): LastDigits | undefined {
  const modulus = 10n ** BigInt(count + GUARD_DIGITS);
  const ends = new Map<SurveyedNode, SignedEnd>();
  for (const node of postOrder(root, isInner)) {
    tools.context.checkpoint();
    const operands = node.operands.map((operand) =>
      ends.get(operand) ?? leafEnd(operand, count + GUARD_DIGITS, tools)
    );
    const end = endOf(node, operands, modulus, tools);
    if (end === undefined) return undefined;
    ends.set(node, end);
  }
  const end = ends.get(root) ?? leafEnd(root, count, tools);
  return end && { zeros: end.zeros, residue: end.residue % 10n ** BigInt(count) };
}

function isInner(node: SurveyedNode): boolean {
  return node.value === undefined && node.prediction.outlined === undefined &&
    node.operands.length > 0;
}

function leafEnd(
  leaf: SurveyedNode,
  count: number,
  tools: EvaluationTools,
): SignedEnd | undefined {
  if (leaf.value) {
    if (leaf.type !== "number" || leaf.size.sign === 0) return undefined;
    const { numerator, denominator } = rationalOf(leaf, tools);
    return denominator === 1n ? exactEnd(numerator, 10n ** BigInt(count)) : undefined;
  }
  const outlined: OutlinedValue | undefined = leaf.prediction.outlined?.(tools);
  if (outlined?.kind === "large") {
    const end = outlined.lastDigits?.(count);
    return end && { sign: outlined.sign, ...end, lost: 0 };
  }
  if (!outlined || outlined.shift < 0n) return undefined;
  const { numerator, denominator } = outlined.compute();
  const end = denominator === 1n ? exactEnd(numerator, 10n ** BigInt(count)) : undefined;
  return end && { ...end, zeros: end.zeros + outlined.shift };
}

function endOf(
  { source, operands }: SurveyedNode,
  [a, b]: readonly (SignedEnd | undefined)[],
  modulus: bigint,
  tools: EvaluationTools,
): SignedEnd | undefined {
  if (!a) return undefined;
  if (source.kind === "unary" && source.operator === "negate") return negated(a);
  if (source.kind !== "binary") return undefined;
  if (source.operator === "power") {
    const exponent = operands[1]!.value ? bigintOf(operands[1]!, tools) : -1n;
    if (exponent < 0n) return undefined;
    return {
      sign: exponent % 2n === 0n ? 1 : a.sign,
      zeros: a.zeros * exponent,
      residue: modPower(a.residue, exponent, modulus, tools.context),
      lost: a.lost,
    };
  }
  if (!b) return undefined;
  switch (source.operator) {
    case "add":
      return sumOf(a, b, operands, modulus);
    case "subtract":
      return sumOf(a, negated(b), operands, modulus);
    case "multiply": {
      const product = withoutZeros(a.residue * b.residue % modulus, lostOf(a, b));
      if (!product) return undefined;
      const sign = a.sign * b.sign as -1 | 1;
      return { ...product, sign, zeros: a.zeros + b.zeros + product.zeros };
    }
    default:
      return undefined;
  }
}

/** The sign of a sum follows from the sizes, unless both terms have the same. */
function sumOf(
  a: SignedEnd,
  b: SignedEnd,
  [left, right]: readonly SurveyedNode[],
  modulus: bigint,
): SignedEnd | undefined {
  const sign = a.sign === b.sign
    ? a.sign
    : left!.size.magnitude.least > right!.size.magnitude.most
    ? a.sign
    : right!.size.magnitude.least > left!.size.magnitude.most
    ? b.sign
    : undefined;
  if (sign === undefined) return undefined;
  const zeros = a.zeros < b.zeros ? a.zeros : b.zeros;
  const term = (end: SignedEnd) => {
    const ahead = end.zeros - zeros;
    const isBeyond = ahead >= BigInt(String(modulus).length);
    return isBeyond ? 0n : BigInt(end.sign * sign) * end.residue * 10n ** ahead;
  };
  const total = ((term(a) + term(b)) % modulus + modulus) % modulus;
  const end = withoutZeros(total, lostOf(a, b));
  return end && { ...end, sign, zeros: zeros + end.zeros };
}

function lostOf(a: SignedEnd, b: SignedEnd): number {
  return Math.max(a.lost, b.lost);
}

function negated(end: SignedEnd): SignedEnd {
  return { ...end, sign: -end.sign as -1 | 1 };
}

/** An integer other than 0, of which all digits are known. */
function exactEnd(n: bigint, modulus: bigint): SignedEnd {
  const zeros = valuation(n, 10n);
  const unit = n / 10n ** BigInt(zeros);
  const residue = (unit < 0n ? -unit : unit) % modulus;
  return { sign: n < 0n ? -1 : 1, zeros: BigInt(zeros), residue, lost: 0 };
}

/** A residue without its zeros; undefined if they may go on beyond the digits that are known. */
function withoutZeros(
  residue: bigint,
  lost: number,
): Pick<SignedEnd, "zeros" | "residue" | "lost"> | undefined {
  if (residue === 0n) return undefined;
  const zeros = valuation(residue, 10n);
  if (lost + zeros > GUARD_DIGITS) return undefined;
  return { zeros: BigInt(zeros), residue: residue / 10n ** BigInt(zeros), lost: lost + zeros };
}
