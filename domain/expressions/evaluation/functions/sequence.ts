import type { ComputeContext, DecimalText } from "../../../numbers/mod.ts";
import type { OutlinedValue } from "../../../numbers/outline/mod.ts";
import type { LargeValue } from "../../../numbers/outline/outlined_value.ts";
import type { ResiduePlan } from "../../../numbers/residue/mod.ts";
import { areKnown, bigintOf, requireInteger, requireLeast } from "../operands.ts";
import type { Operand, Prediction, Rule, RuleContext } from "../rule.ts";
import { type Bounds, integerSize, leastDigits, type Size } from "../size.ts";
import type { EvaluationTools } from "../tools.ts";

/** Integers that the engine computes by the arguments of a function. */
export interface Sequence {
  /**
   * Least value of each argument; undefined for any integer. The last one holds for all further
   * arguments. A function with a single one grows at least as fast as the number of partitions.
   */
  readonly least: readonly (bigint | undefined)[];
  outlined?(args: readonly bigint[], tools: EvaluationTools): OutlinedValue;
  /** Bounds of log10 |x|, where the outline takes long or does not exist; x is not negative. */
  bounds?(args: readonly bigint[]): Bounds;
  seconds(args: readonly bigint[]): number;
  /** Computes the number, or returns it as it is if it is short. */
  compute(args: readonly bigint[], context: ComputeContext): DecimalText;
  residue?(args: readonly bigint[], m: bigint, tools: EvaluationTools): ResiduePlan;
}

/** Binary places of the logarithm from which the number of digits is predicted. */
const BITS = 64;

/** An argument with more digits than this gives a number that is too long for any limit. */
const LARGEST_ARGUMENT_DIGITS = 40;

/** The rule of a function that the engine computes. */
export function sequenceRule(sequence: Sequence): Rule {
  return {
    predict(operands, context) {
      operands.forEach((operand) => requireInteger(operand));
      requireSigns(operands, sequence);
      if (!areKnown(operands)) return predictUnknown(operands, sequence);
      return predictKnown(argumentsOf(operands, sequence, context), sequence, context.tools);
    },
    compute(operands, context) {
      const args = argumentsOf(operands, sequence, context);
      return { type: "digits", text: sequence.compute(args, context.tools.context) };
    },
  };
}

function requireSigns(operands: readonly Operand[], sequence: Sequence): void {
  for (const [i, operand] of operands.entries()) {
    const least = leastOf(sequence, i);
    if (least !== undefined) requireLeast(operand, least);
  }
}

function argumentsOf(
  operands: readonly Operand[],
  sequence: Sequence,
  { tools }: RuleContext,
): bigint[] {
  return operands.map((operand, i) => bigintOf(operand, tools, leastOf(sequence, i)));
}

function leastOf({ least }: Sequence, index: number): bigint | undefined {
  return least[index] ?? least.at(-1);
}

function predictKnown(
  args: readonly bigint[],
  sequence: Sequence,
  tools: EvaluationTools,
): Prediction {
  const outlined = sequence.outlined?.(args, tools);
  const size: Size = outlined?.kind === "exact"
    ? integerSize({ least: -Infinity, most: Infinity })
    : sequence.bounds
    ? naturalSize(sequence.bounds(args))
    : integerSize(boundsOf(outlined!), outlined!.sign);
  return {
    type: "number",
    size,
    seconds: leastDigits(size) > tools.maxDigits ? Number.MAX_VALUE : sequence.seconds(args),
    ...(outlined?.kind === "exact" && { isShort: true }),
    ...(sequence.outlined && {
      outlined: (tools: EvaluationTools) => sequence.outlined!(args, tools),
    }),
    ...(sequence.residue && {
      residue: (m: bigint, tools: EvaluationTools) => sequence.residue!(args, m, tools),
    }),
  };
}

/** The size of an integer that is not negative. */
function naturalSize(bounds: Bounds): Size {
  return integerSize(bounds, bounds.least === -Infinity ? null : 1);
}

/** At least one argument is long. */
function predictUnknown([n]: readonly Operand[], sequence: Sequence): Prediction {
  const log10 = n!.size.magnitude.least;
  const isHuge = sequence.least.length === 1 && log10 > LARGEST_ARGUMENT_DIGITS;
  // p(n) > e^(2√n)/14 (Maróti 2003).
  const least = isHuge ? 10 ** (log10 / 2) / 2 : -Infinity;
  const sign = isHuge && n!.size.sign === 1 ? 1 : null;
  return {
    type: "number",
    size: integerSize({ least, most: Infinity }, sign),
    seconds: 1e-6,
  };
}

function boundsOf(value: LargeValue): Bounds {
  const { lo, hi } = value.ln(BITS);
  const log10 = (ln: bigint) => Number(ln >> BigInt(BITS - 20)) / 2 ** 20 * Math.LOG10E;
  const margin = 1e-12;
  const least = log10(lo) - 1e-5;
  const most = log10(hi) + 1e-5;
  return {
    least: least * (1 - margin) + Number(value.shift),
    most: most * (1 + margin) + Number(value.shift),
  };
}
