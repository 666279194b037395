import { bitLength } from "../../numbers/integers/bit_length.ts";
import { MOST_BITS } from "../../numbers/outline/leading_digits.ts";
import { add, dropBits, subtract } from "../../numbers/outline/interval.ts";
import { type OutlinedValue, Undecided } from "../../numbers/outline/mod.ts";
import { predictLeadingSeconds } from "../../numbers/outline/predict_seconds.ts";
import { exactProduct } from "./exact_product.ts";
import {
  type FullLogarithm,
  fullLogarithm,
  logarithmOfRational,
  scaled,
} from "./full_logarithm.ts";
import { lastDigitsOf } from "./last_digits_of.ts";
import { bigintOf, isIntegral } from "./operands.ts";
import { outlinedProduct } from "./outlined_product.ts";
import { powerProductOf } from "./power_product_of.ts";
import { rationalOf } from "./rational_of.ts";
import { logarithmOfSum, type SignedLogarithm } from "./signed_logarithm.ts";
import { postOrder, type SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

const FIRST_BITS = 64;
const GUARD_BITS = 6;

/**
 * A number by its logarithm, without expanding it: a tree of sums, products, quotients and powers of
 * known values and of numbers that the engine outlines. Undefined for other trees, and if its sign
 * is not decided by 40,000 binary places.
 */
export function logarithmOf(
  root: SurveyedNode,
  tools: EvaluationTools,
): OutlinedValue | undefined {
  if (root.prediction.outlined && !root.value) return root.prediction.outlined(tools);
  const order = postOrder(root, (node) => !isLeaf(node));
  if (!order.every(isOperator)) return undefined;
  const exact = exactProduct(root, order, tools);
  if (exact) return exact;
  const product = powerProductOf(root, tools);
  if (product) return outlinedProduct(product, tools);
  const leaves = new Map(
    [root, ...order.flatMap(({ operands }) => operands)].filter(isLeaf)
      .map((leaf) => [leaf, leafLogarithm(leaf, tools)]),
  );
  const isComplete = ![...leaves.values()].includes(undefined);
  const logarithms = leaves as Map<SurveyedNode, FullLogarithm>;
  const tree = { root, order, leaves: logarithms, tools };
  const first = isComplete && decided(tree, FIRST_BITS);
  if (!first) return undefined;
  return {
    kind: "large",
    sign: first.sign,
    shift: 0n,
    ln: (bits) => {
      const value = decided(tree, bits);
      if (!value) throw new Undecided();
      return value.ln;
    },
    lastDigits: isIntegral(root)
      ? (count) => lastDigitsOf(root, count, tools) ?? undecidedEnd()
      : undefined,
    predictSeconds: (request) =>
      leaves.size * predictLeadingSeconds(request, bitLength(first.ln.hi) - FIRST_BITS, 2),
  };
}

function undecidedEnd(): never {
  throw new Undecided();
}

/** Whether the node is a value, or a number that the engine outlines. */
function isLeaf(node: SurveyedNode): boolean {
  return node.value !== undefined || node.prediction.outlined !== undefined;
}

function isOperator(node: SurveyedNode): boolean {
  const { source, operands } = node;
  if (source.kind === "unary") return source.operator === "negate";
  if (source.kind === "call") return source.name === "abs";
  if (source.kind !== "binary") return false;
  if (source.operator === "power") return operands[1]!.value !== undefined;
  return ["add", "subtract", "multiply", "divide"].includes(source.operator);
}

function leafLogarithm(leaf: SurveyedNode, tools: EvaluationTools): FullLogarithm | undefined {
  tools.context.checkpoint();
  if (leaf.value) return logarithmOfRational(rationalOf(leaf, tools), tools);
  const outlined = leaf.prediction.outlined?.(tools);
  return outlined && fullLogarithm(outlined, tools);
}

interface Tree {
  readonly root: SurveyedNode;
  readonly order: readonly SurveyedNode[];
  readonly leaves: ReadonlyMap<SurveyedNode, FullLogarithm>;
  readonly tools: EvaluationTools;
}

/** The logarithm with as many places as needed for an interval that excludes 0. */
function decided(tree: Tree, bits: number): SignedLogarithm | undefined {
  for (let places = bits; places <= MOST_BITS + bits; places *= 2) {
    tree.tools.context.checkpoint();
    const value = logarithmAt(tree, places);
    if (!value) continue;
    return { sign: value.sign, ln: dropBits(value.ln, places - bits) };
  }
  return undefined;
}

/** One round: the places that each node needs from the root down, then the values up to the root. */
function logarithmAt(
  { root, order, leaves, tools }: Tree,
  bits: number,
): SignedLogarithm | undefined {
  const places = new Map([[root, bits + GUARD_BITS + bitLength(BigInt(order.length))]]);
  for (const node of order.toReversed()) {
    const exponent = exponentOf(node, tools);
    const own = places.get(node)! + (exponent === undefined ? 0 : bitLength(exponent));
    for (const operand of node.operands) places.set(operand, own);
  }
  const values = new Map<SurveyedNode, SignedLogarithm>();
  const valueOf = (node: SurveyedNode): SignedLogarithm | undefined => {
    const leaf = leaves.get(node);
    if (!leaf) return values.get(node)!;
    return leaf.sign === 0 ? undefined : { sign: leaf.sign, ln: leaf.ln(places.get(node)!) };
  };
  for (const node of order) {
    tools.context.checkpoint();
    const exponent = exponentOf(node, tools);
    const used = exponent === undefined ? node.operands : node.operands.slice(0, 1);
    const operands = used.map(valueOf);
    const fine = places.get(node.operands[0]!)!;
    const value = combined(node, operands, { exponent, bits: fine, tools });
    if (value === undefined) return undefined;
    const excess = fine - places.get(node)!;
    values.set(node, { ...value, ln: dropBits(value.ln, excess) });
  }
  const value = values.get(root)!;
  return { sign: value.sign, ln: dropBits(value.ln, places.get(root)! - bits) };
}

function exponentOf(node: SurveyedNode, tools: EvaluationTools): bigint | undefined {
  const { source, operands } = node;
  const isPower = source.kind === "binary" && source.operator === "power";
  return isPower ? bigintOf(operands[1]!, tools) : undefined;
}

/** The logarithm of a node from those of its operands; undefined for 0 and if a sum may be 0. */
function combined(
  { source }: SurveyedNode,
  [a, b]: readonly (SignedLogarithm | undefined)[],
  { exponent, bits, tools }: {
    readonly exponent: bigint | undefined;
    readonly bits: number;
    readonly tools: EvaluationTools;
  },
): SignedLogarithm | undefined {
  const operator = source.kind === "binary" ? source.operator : undefined;
  if (operator === "add" || operator === "subtract") {
    const right = operator === "add" ? b : b && negated(b);
    return a && right ? logarithmOfSum(a, right, bits, tools) : a ?? right;
  }
  if (exponent !== undefined) {
    return a && { sign: exponent % 2n === 0n ? 1 : a.sign, ln: scaled(a.ln, exponent) };
  }
  if (source.kind === "call") return a && { ...a, sign: 1 };
  if (source.kind === "unary") return a && negated(a);
  const combine = operator === "multiply" ? add : subtract;
  return a && b && { sign: a.sign * b.sign as -1 | 1, ln: combine(a.ln, b.ln) };
}

function negated(value: SignedLogarithm): SignedLogarithm {
  return { ...value, sign: -value.sign as -1 | 1 };
}
