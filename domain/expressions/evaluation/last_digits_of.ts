import { valuation } from "../../numbers/integers/integer_arithmetic.ts";
import { modPower } from "../../numbers/integers/mod.ts";
import type { LastDigits } from "../../numbers/outline/outlined_value.ts";
import { bigintOf } from "./operands.ts";
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
 * powers of integers; undefined for other trees, and if more than `GUARD_DIGITS` digits cancel.
 */
export function lastDigitsOf(
  root: SurveyedNode,
  count: number,
  tools: EvaluationTools,
): LastDigits | undefined {
  const modulus = 10n ** BigInt(count + GUARD_DIGITS);
  const order = postOrder(root, isInner);
  if (!order.every((node) => isRingOperator(node, tools))) return undefined;
  const ends = new Map<SurveyedNode, SignedEnd>();
  for (const node of order) {
    tools.context.checkpoint();
    const operands = node.operands.map((operand) =>
      ends.get(operand) ?? leafEnd(operand, count + GUARD_DIGITS, tools)
    );
    const end = endOf(node, operands, modulus, tools);
    if (end === undefined) return undefined;
    ends.set(node, end);
  }
  const { zeros, residue } = ends.get(root)!;
  return { zeros, residue: residue % 10n ** BigInt(count) };
}

function isInner(node: SurveyedNode): boolean {
  return node.value === undefined && node.prediction.outlined === undefined;
}

/** Whether the operands of an integer are integers too. */
function isRingOperator({ source, operands }: SurveyedNode, tools: EvaluationTools): boolean {
  if (source.kind !== "binary") return true;
  if (source.operator === "power") return bigintOf(operands[1]!, tools) > 0n;
  return source.operator !== "divide";
}

/** The end of an integer; undefined for 0. */
function leafEnd(
  leaf: SurveyedNode,
  count: number,
  tools: EvaluationTools,
): SignedEnd | undefined {
  const modulus = 10n ** BigInt(count);
  if (leaf.value) {
    return leaf.size.sign === 0 ? undefined : exactEnd(bigintOf(leaf, tools), modulus);
  }
  const outlined = leaf.prediction.outlined!(tools);
  if (outlined.kind === "large") {
    return { sign: outlined.sign, ...outlined.lastDigits!(count), lost: 0 };
  }
  const end = exactEnd(outlined.compute().numerator, modulus);
  return { ...end, zeros: end.zeros + outlined.shift };
}

/** Only a sum has an operand that is 0: other trees with such an operand have no logarithm. */
function endOf(
  { source, operands }: SurveyedNode,
  [a, b]: readonly (SignedEnd | undefined)[],
  modulus: bigint,
  tools: EvaluationTools,
): SignedEnd | undefined {
  if (source.kind === "call") return { ...a!, sign: 1 };
  if (source.kind !== "binary") return negated(a!);
  switch (source.operator) {
    case "power": {
      const exponent = bigintOf(operands[1]!, tools);
      return {
        sign: exponent % 2n === 0n ? 1 : a!.sign,
        zeros: a!.zeros * exponent,
        residue: modPower(a!.residue, exponent, modulus, tools.context),
        lost: a!.lost,
      };
    }
    case "multiply": {
      const product = withoutZeros(a!.residue * b!.residue % modulus, lostOf(a!, b!));
      const sign = a!.sign * b!.sign as -1 | 1;
      return product && { ...product, sign, zeros: a!.zeros + b!.zeros + product.zeros };
    }
    default: {
      const right = source.operator === "add" ? b : b && negated(b);
      return a && right ? sumOf(a, right, operands, modulus) : a ?? right;
    }
  }
}

/** The sign of a sum follows from the sizes, unless both terms have the same. */
function sumOf(
  a: SignedEnd,
  b: SignedEnd,
  [left, right]: readonly SurveyedNode[],
  modulus: bigint,
): SignedEnd | undefined {
  const [x, y] = [left!.size.magnitude, right!.size.magnitude];
  const sign = a.sign === b.sign || x.least > y.most
    ? a.sign
    : y.least > x.most
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
