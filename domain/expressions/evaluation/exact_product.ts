import { bitLength } from "../../numbers/integers/bit_length.ts";
import { gcd } from "../../numbers/integers/mod.ts";
import { valuation } from "../../numbers/integers/integer_arithmetic.ts";
import type { Rational } from "../../numbers/integers/mod.ts";
import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import { bigintOf } from "./operands.ts";
import { rationalOf } from "./rational_of.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** Bits of the terms of a product apart from its power of ten. */
const LONGEST_BITS = 33_000;

/** p/q · 10^shift. */
interface Scaled extends Rational {
  readonly shift: bigint;
}

/**
 * A tree of products, quotients and powers that is a short number times a power of ten; undefined
 * for other trees. Logarithms do not decide the digits of such numbers.
 */
export function exactProduct(
  root: SurveyedNode,
  order: readonly SurveyedNode[],
  tools: EvaluationTools,
): OutlinedValue | undefined {
  const values = new Map<SurveyedNode, Scaled>();
  for (const node of order) {
    tools.context.checkpoint();
    const operands = node.operands.map((operand) => values.get(operand) ?? leafOf(operand, tools));
    const value = operands.some(isZero) ? undefined : combined(node, operands, tools);
    if (!value || bitLength(value.numerator) + bitLength(value.denominator) > LONGEST_BITS) {
      return undefined;
    }
    values.set(node, value);
  }
  const { shift, ...rational } = (values.get(root) ?? leafOf(root, tools))!;
  return {
    kind: "exact",
    shift,
    compute: () => rational,
    predictSeconds: () => 1e-3,
  };
}

function leafOf(leaf: SurveyedNode, tools: EvaluationTools): Scaled | undefined {
  if (leaf.value) return normalized(rationalOf(leaf, tools), 0n);
  const outlined = leaf.prediction.outlined?.(tools);
  if (outlined?.kind !== "exact") return undefined;
  return { ...outlined.compute(), shift: outlined.shift };
}

function isZero(value: Scaled | undefined): boolean {
  return value?.numerator === 0n;
}

function combined(
  { source, operands }: SurveyedNode,
  [a, b]: readonly (Scaled | undefined)[],
  tools: EvaluationTools,
): Scaled | undefined {
  if (!a) return undefined;
  switch (source.kind === "binary" ? source.operator : source.kind) {
    case "unary":
      return { ...a, numerator: -a.numerator };
    case "call":
      return { ...a, numerator: a.numerator < 0n ? -a.numerator : a.numerator };
    case "multiply":
      return b && normalized({
        numerator: a.numerator * b.numerator,
        denominator: a.denominator * b.denominator,
      }, a.shift + b.shift);
    case "divide":
      return b && normalized({
        numerator: a.numerator * b.denominator,
        denominator: a.denominator * b.numerator,
      }, a.shift - b.shift);
    case "power":
      return powerOf(a, bigintOf(operands[1]!, tools));
    default:
      return undefined;
  }
}

function powerOf(a: Scaled, exponent: bigint): Scaled | undefined {
  const times = exponent < 0n ? -exponent : exponent;
  const bits = BigInt(bitLength(a.numerator) + bitLength(a.denominator) - 2);
  if (bits * times > BigInt(LONGEST_BITS)) return undefined;
  const reduced = bits === 0n ? times % 2n : times;
  const [above, below] = [a.numerator ** reduced, a.denominator ** reduced];
  return exponent < 0n
    ? normalized({ numerator: below, denominator: above }, a.shift * exponent)
    : normalized({ numerator: above, denominator: below }, a.shift * exponent);
}

/** In lowest terms, where 10 does not divide the numerator and the denominator is coprime to 10. */
function normalized({ numerator, denominator }: Rational, shift: bigint): Scaled {
  const common = gcd(numerator, denominator);
  const divisor = denominator < 0n ? -common : common;
  let [above, below] = [numerator / divisor, denominator / divisor];
  const places = Math.max(valuation(below, 2n), valuation(below, 5n));
  above *= 10n ** BigInt(places);
  const shared = gcd(above, below);
  [above, below] = [above / shared, below / shared];
  const zeros = above === 0n ? 0 : valuation(above, 10n);
  return {
    numerator: above / 10n ** BigInt(zeros),
    denominator: below,
    shift: shift + BigInt(zeros - places),
  };
}
