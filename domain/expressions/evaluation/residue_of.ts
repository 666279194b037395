import { bitLength } from "../../numbers/integers/bit_length.ts";
import {
  gcd,
  modInverse,
  modInverseSeconds,
  modPower,
  NotInvertible,
  type Rational,
} from "../../numbers/integers/mod.ts";
import { floorDivide, modulo } from "../../numbers/integers/integer_arithmetic.ts";
import { modularProductSeconds } from "../../numbers/integers/modular_product_seconds.ts";
import { predictPowerResidueSeconds, type ResiduePlan } from "../../numbers/residue/mod.ts";
import { invalidExpression } from "../expression_error.ts";
import { knownOperand } from "./known_operand.ts";
import { expand, isExpandable } from "./expand.ts";
import { hasValue, isPositiveInteger } from "./has_value.ts";
import { fractionOf, isIntegral, requireLeast } from "./operands.ts";
import { periodOfPowers, type PowerPeriod } from "./power_period.ts";
import { powerProductOf } from "./power_product_of.ts";
import { rationalOf } from "./rational_of.ts";
import { residueOfFraction } from "./residue_of_fraction.ts";
import { postOrder, type SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** Products with the divisors of quotients make moduli longer, but not longer than this. */
const LONGEST_MODULUS_BITS = 200_000;

/**
 * A node modulo m ≥ 1 without expanding it, from the residues of its operands: sums, products,
 * powers, and quotients by a number that is known or coprime to m; exponents are reduced modulo the
 * Carmichael function of m. Other nodes are expanded. A fraction is the residue of its numerator
 * times the inverse of its denominator.
 */
export function residueOf(root: SurveyedNode, m: bigint, tools: EvaluationTools): ResiduePlan {
  const plans = new Map<SurveyedNode, NodePlan>();
  const moduli = new Map([[root, m]]);
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    tools.context.checkpoint();
    const plan = planNode(node, moduli.get(node)!, tools);
    plans.set(node, plan);
    for (const [operand, modulus] of plan.operands) {
      moduli.set(operand, modulus);
      pending.push(operand);
    }
  }
  const seconds = [...plans.values()].reduce((sum, plan) => sum + plan.seconds, 0);
  return { seconds, compute: () => computed(root, m, plans, tools) };
}

function computed(
  root: SurveyedNode,
  m: bigint,
  plans: ReadonlyMap<SurveyedNode, NodePlan>,
  tools: EvaluationTools,
): bigint {
  const residues = new Map<SurveyedNode, bigint>();
  for (const node of postOrder(root, (node) => plans.has(node))) {
    tools.context.checkpoint();
    const plan = plans.get(node)!;
    const operands = plan.operands.map(([operand]) => residues.get(operand)!);
    try {
      residues.set(node, plan.compute(operands, tools));
    } catch (error) {
      const isFinal = root.value !== undefined || (node === root && plan.isExact);
      if (!(error instanceof NotInvertible) || isFinal) throw error;
      // The whole value may be an integer all the same.
      return expandedResidue(root, m, tools);
    }
  }
  return residues.get(root)!;
}

/** How the residue of one node follows from those of some operands. */
interface NodePlan {
  readonly operands: readonly (readonly [SurveyedNode, bigint])[];
  readonly seconds: number;
  /** Whether the node has no residue if a divisor has no inverse. */
  readonly isExact?: true;
  compute(residues: readonly bigint[], tools: EvaluationTools): bigint;
}

function planNode(node: SurveyedNode, m: bigint, tools: EvaluationTools): NodePlan {
  if (m === 1n && hasValue(node)) return leaf(0, () => 0n);
  if (node.value) return leaf(1e-6, (tools) => residueOfFraction(fractionOf(node), m, tools));
  const { residue } = node.prediction;
  if (residue) {
    const plan = residue(m, tools);
    return leaf(plan.seconds, ({ context }) => plan.compute(context));
  }
  const operator = m === 1n ? undefined : planOperator(node, m, tools);
  return operator ?? leaf(
    isExpandable(node, tools) ? node.totalSeconds : 0,
    (tools) => expandedResidue(node, m, tools),
  );
}

function planOperator(
  node: SurveyedNode,
  m: bigint,
  tools: EvaluationTools,
): NodePlan | undefined {
  if (bitLength(m) > LONGEST_MODULUS_BITS) return undefined;
  const [a, b] = [node.operands[0]!, node.operands[1]!];
  const { source } = node;
  if (source.kind === "factorial") {
    const isMultiple = source.step === 1 && a.size.magnitude.least > bitLength(m) * Math.log10(2);
    return isMultiple ? planMultipleFactorial(a, tools) : undefined;
  }
  if (source.kind === "unary" && source.operator === "negate") {
    return linear([[a, m]], m, ([x]) => -x!);
  }
  if (source.kind === "call" && source.name === "abs" && a.size.sign !== null) {
    const sign = BigInt(a.size.sign);
    return linear([[a, m]], m, ([x]) => sign * x!);
  }
  if (source.kind !== "binary") return undefined;
  const multiple = multipleOf(node, tools);
  if (multiple) return planMultiple(multiple.x, multiple.factor, m);
  switch (source.operator) {
    case "add":
      return linear([[a, m], [b, m]], m, ([x, y]) => x! + y!);
    case "subtract":
      return linear([[a, m], [b, m]], m, ([x, y]) => x! - y!);
    case "multiply":
      return linear([[a, m], [b, m]], m, ([x, y]) => x! * y!);
    case "divide":
      return planQuotient(a, b, m);
    case "floorDivide":
      return planFloor(a, b, m, tools);
    case "power":
      return planPower(a, b, m, tools);
    default:
      return undefined;
  }
}

function leaf(seconds: number, compute: (tools: EvaluationTools) => bigint): NodePlan {
  return { operands: [], seconds, compute: (_, tools) => compute(tools) };
}

/** n! for |n| ≥ m: 0, if n is an integer that is not negative. */
function planMultipleFactorial(n: SurveyedNode, tools: EvaluationTools): NodePlan | undefined {
  if (isPositiveInteger(n) && hasValue(n)) return leaf(1e-7, () => 0n);
  const multiple = n.size.sign === 1 ? multipleOf(n, tools) : undefined;
  if (multiple && isIntegral(multiple.x)) {
    const { x, factor: { numerator, denominator } } = multiple;
    const plan = residueOf(x, denominator, tools);
    return leaf(
      plan.seconds,
      ({ context }) => zeroOfInteger(plan.compute(context) * numerator % denominator === 0n, n),
    );
  }
  if (isExpandable(n, tools)) {
    return leaf(n.totalSeconds, (tools) => {
      const known = { ...n, ...knownOperand(n, expand(n, tools), tools) };
      requireLeast(known, 0n);
      return zeroOfInteger(isIntegral(known), n);
    });
  }
  const product = powerProductOf(n, tools);
  if (product?.sign !== 1) return undefined;
  const isInteger = [...product.powers.values()].every((exponent) => exponent > 0n);
  return leaf(1e-4, () => zeroOfInteger(isInteger, n));
}

function zeroOfInteger(isInteger: boolean, { span }: SurveyedNode): bigint {
  if (isInteger) return 0n;
  throw invalidExpression("an integer is needed here", span);
}

/** A product or quotient with one known number, as x times a factor. */
function multipleOf(
  { source, operands }: SurveyedNode,
  tools: EvaluationTools,
): { readonly x: SurveyedNode; readonly factor: Rational } | undefined {
  if (source.kind !== "binary") return undefined;
  const [a, b] = operands as [SurveyedNode, SurveyedNode];
  if (source.operator === "divide" && b.value) {
    return { x: a, factor: inverse(rationalOf(b, tools)) };
  }
  if (source.operator !== "multiply") return undefined;
  if (a.value) return { x: b, factor: rationalOf(a, tools) };
  return b.value ? { x: a, factor: rationalOf(b, tools) } : undefined;
}

/** 1/x for x other than 0. */
function inverse({ numerator, denominator }: Rational): Rational {
  return numerator < 0n
    ? { numerator: -denominator, denominator: -numerator }
    : { numerator: denominator, denominator: numerator };
}

function linear(
  operands: NodePlan["operands"],
  m: bigint,
  combine: (residues: readonly bigint[]) => bigint,
): NodePlan {
  return {
    operands,
    seconds: modularProductSeconds(bitLength(m)),
    compute: (residues) => modulo(combine(residues), m),
  };
}

/** x · p/q: from x modulo q · m. */
function planMultiple(
  x: SurveyedNode,
  { numerator, denominator }: Rational,
  m: bigint,
): NodePlan {
  return {
    operands: [[x, denominator * m]],
    seconds: modularProductSeconds(bitLength(denominator * m)) + divisionSeconds(denominator),
    isExact: true,
    compute: ([residue], { context }) => {
      const multiple = residue! * numerator;
      if (denominator === 1n) return modulo(multiple, m);
      const common = gcd(multiple, denominator, context);
      const inverse = modInverse(denominator / common, m, context);
      return modulo(multiple / common * inverse, m);
    },
  };
}

function divisionSeconds(divisor: bigint): number {
  return divisor === 1n ? 0 : 2 * modInverseSeconds(bitLength(divisor));
}

function planQuotient(a: SurveyedNode, b: SurveyedNode, m: bigint): NodePlan {
  return {
    operands: [[a, m], [b, m]],
    seconds: modularProductSeconds(bitLength(m)) + modInverseSeconds(bitLength(m)),
    compute: ([x, y], { context }) => x! * modInverse(y!, m, context) % m,
  };
}

/** ⌊a/b⌋ for a known integer b > 0: from a modulo b · m. */
function planFloor(
  a: SurveyedNode,
  b: SurveyedNode,
  m: bigint,
  tools: EvaluationTools,
): NodePlan | undefined {
  if (!b.value || !isIntegral(b) || b.size.sign !== 1 || !isIntegral(a)) return undefined;
  const divisor = rationalOf(b, tools).numerator;
  return {
    operands: [[a, divisor * m]],
    seconds: modularProductSeconds(bitLength(divisor * m)),
    compute: ([x]) => floorDivide(x!, divisor) % m,
  };
}

function planPower(
  base: SurveyedNode,
  exponent: SurveyedNode,
  m: bigint,
  tools: EvaluationTools,
): NodePlan | undefined {
  if (exponent.value) {
    const times = rationalOf(exponent, tools).numerator;
    return {
      operands: [[base, m]],
      seconds: predictPowerResidueSeconds(times, m),
      compute: ([x], { context }) => {
        const root = times < 0n ? modInverse(x!, m, context) : x!;
        return modPower(root, times < 0n ? -times : times, m, context);
      },
    };
  }
  const period = periodFor(exponent, m, tools);
  if (!period) return undefined;
  const { length, start } = period;
  return {
    operands: [[base, m], [exponent, length]],
    seconds: predictPowerResidueSeconds(length + start, m),
    compute: ([x, times], { context }) => {
      const least = start > times! ? (start - times! + length - 1n) / length * length : 0n;
      return modPower(x!, times! + least, m, context);
    },
  };
}

/** The period of powers, for an exponent that is an integer in it. */
function periodFor(
  exponent: SurveyedNode,
  m: bigint,
  tools: EvaluationTools,
): PowerPeriod | undefined {
  if (!isIntegral(exponent) || exponent.size.sign !== 1) return undefined;
  const period = periodOfPowers(m, tools);
  const isReached = period && 10 ** exponent.size.magnitude.least >= Number(period.start);
  return isReached ? period : undefined;
}

function expandedResidue(node: SurveyedNode, m: bigint, tools: EvaluationTools): bigint {
  const value = expand(node, tools);
  const operand = { ...node, ...knownOperand(node, value, tools) };
  return residueOfFraction(fractionOf(operand), m, tools);
}
