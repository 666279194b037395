import { describeOutline } from "../../describe_outline.ts";
import { predictSeconds } from "../../numbers/integer/mod.ts";
import { outlineOf, outlineOfText, type OutlineRequest } from "../../numbers/outline/mod.ts";
import { UNPLANNED_SECONDS } from "../../planning_time.ts";
import type { Description } from "../../result_text.ts";
import { atPlace, tooCostly } from "./at_place.ts";
import { decimalDigitsSeconds } from "./decimal_digits.ts";
import { describeValue } from "./describe_value.ts";
import { finiteDecimalSeconds } from "./finite_decimal.ts";
import { expand, isExpandable, requireExpandable } from "./expand.ts";
import { knownOperand } from "./known_operand.ts";
import { requireNumber } from "./operands.ts";
import { outlinedNumber, withoutOutline } from "./outlined_number.ts";
import { requireShortList } from "./require_short_list.ts";
import { residueOf } from "./residue_of.ts";
import type { Operand } from "./rule.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";
import { integerValue } from "./value.ts";

export interface AnswerOptions {
  readonly mod?: bigint | undefined;
  readonly outline?: OutlineRequest | undefined;
}

/** An answer that has not been computed yet. */
export interface Answer {
  /** Seconds on one core of the reference machine. */
  readonly seconds: number;
  compute(): Description;
}

/** The value of a surveyed expression, its residue or its outline. */
export function answerFor(
  root: SurveyedNode,
  { mod, outline }: AnswerOptions,
  tools: EvaluationTools,
): Answer {
  if (mod !== undefined) return checked(residueAnswer(root, mod, tools), root, tools);
  const answer = outline === undefined
    ? valueAnswer(root, tools)
    : outlineAnswer(root, outline, tools);
  return checked(answer, root, tools);
}

/** Rejects an answer that takes too long, now that everything about it is known. */
function checked(answer: Answer, root: SurveyedNode, { context }: EvaluationTools): Answer {
  return {
    seconds: answer.seconds,
    compute() {
      const { seconds } = answer;
      if (seconds === Infinity || seconds > (context.maxSeconds ?? Infinity)) {
        throw tooCostly("it would take longer than allowed", root.span, seconds);
      }
      return atPlace(root.span, () => answer.compute());
    },
  };
}

function valueAnswer(root: SurveyedNode, tools: EvaluationTools): Answer {
  requireExpandable(root, tools);
  requireShortList(root, tools);
  return {
    seconds: root.totalSeconds + textSeconds(root, tools),
    compute() {
      const value = expand(root, tools);
      if (value.type === "list") {
        requireShortList({ ...root, ...knownOperand(root, value, tools) }, tools);
      }
      return describeValue(value, root, tools);
    },
  };
}

/** Seconds to write the result, with the decimal places of a fraction. */
function textSeconds({ type, size, items = [] }: Operand, tools: EvaluationTools): number {
  if (type === "list") return 1e-6 * (1 + items.length);
  if (type !== "number") return 1e-6;
  const count = (log10: number) => Math.min(Math.max(log10, 0) + 1, 4 * tools.maxDigits);
  const [above, below] = [count(size.numerator.most), count(size.denominator.most)];
  const text = predictSeconds.decimalText(above);
  if (size.denominator.most === 0) return text;
  return text + predictSeconds.decimalText(below) +
    Math.max(finiteDecimalSeconds(above, below), decimalDigitsSeconds(above, below));
}

function residueAnswer(root: SurveyedNode, mod: bigint, tools: EvaluationTools): Answer {
  requireNumber(root);
  const plan = atPlace(root.span, () => residueOf(root, mod, tools));
  return {
    seconds: plan.seconds,
    compute: () => describeValue(integerValue(plan.compute(tools.context)), root, tools),
  };
}

/** By the logarithm, or cut from the text of a number that can be expanded. */
function outlineAnswer(
  root: SurveyedNode,
  request: OutlineRequest,
  tools: EvaluationTools,
): Answer {
  const value = outlinedNumber(root, tools);
  if (value) {
    return {
      seconds: value.predictSeconds(request),
      compute: () => describeOutline(outlineOf(value, request, tools)),
    };
  }
  if (!root.isDeferred && !isExpandable(root, tools)) throw withoutOutline(root);
  return {
    seconds: root.isDeferred ? UNPLANNED_SECONDS : root.totalSeconds + textSeconds(root, tools),
    compute: () => outlineOfValue(root, request, tools),
  };
}

function outlineOfValue(
  root: SurveyedNode,
  request: OutlineRequest,
  tools: EvaluationTools,
): Description {
  const { text } = describeValue(expand(root, tools), root, tools);
  return describeOutline(outlineOfText(text, request));
}
