import type { ExactNumber } from "../../numbers/mod.ts";
import type { OutlineContext } from "../../numbers/outline/mod.ts";
import type { OutlineRequest } from "../../numbers/outline/mod.ts";
import { UNPLANNED_SECONDS, withinPlanningTime } from "../../planning_time.ts";
import type { PlannedMethod } from "../../planned_method.ts";
import type { Description } from "../../result_text.ts";
import type { Expression, ExpressionNode } from "../expression.ts";
import { answerFor } from "./answer.ts";
import { PLANNING_SECONDS } from "./folding.ts";
import { createPrimality } from "./primality.ts";
import { ruleOf } from "./rules.ts";
import { survey } from "./survey.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import { type EvaluationTools, evaluationTools, planningTools } from "./tools.ts";

/**
 * A value that planning has computed is written at once, without a compute isolate, if its text
 * takes no longer than this. Also within the limit of inline work on a machine of half the speed.
 */
const WRITTEN_SECONDS = 25e-6;

export interface ExpressionOptions {
  /** Maximum number of digits of the result and of every intermediate result. */
  readonly maxDigits: number;
  /** The values of the variables by name. */
  readonly variables?: Readonly<Record<string, ExactNumber>>;
  /** Modulus of the result, at least 1. */
  readonly mod?: bigint | undefined;
  readonly outline?: OutlineRequest | undefined;
}

/** The plan of an expression, whose answer always has details. */
export interface ExpressionPlan extends PlannedMethod {
  compute(context: OutlineContext): Description;
}

/**
 * Plans the exact value of an expression, its outline or its residue. Short values are computed at
 * once; the others are predicted, and computed in the compute isolate. Both methods throw a
 * ServiceError with the place of an expression that has no value, or too long or too costly a one.
 */
export function planExpression(expression: Expression, options: ExpressionOptions): ExpressionPlan {
  const { variables = {}, maxDigits } = options;
  const primality = createPrimality();
  const rules = (node: ExpressionNode) => ruleOf(node, variables);
  const surveyed = (tools: EvaluationTools, budget: number) =>
    survey(expression, { tools, ruleOf: rules, budget });
  let planned: SurveyedNode | undefined;
  let seconds: number | undefined;
  const predict = (context: OutlineContext): number => {
    const tools = planningTools(context, { maxDigits, primality });
    planned = surveyed(tools, PLANNING_SECONDS);
    const answer = answerFor(planned, options, tools);
    const isUncertain = planned.isOpen || tools.unfactored() > 0;
    const isWritten = planned.value !== undefined && answer.seconds <= WRITTEN_SECONDS;
    const seconds = answer.seconds + (isWritten ? 0 : planned.spentSeconds);
    return isUncertain ? Math.max(UNPLANNED_SECONDS, seconds) : seconds;
  };
  return {
    predictSeconds: (context) =>
      seconds ??= withinPlanningTime(predict, context) ?? UNPLANNED_SECONDS,
    compute(context: OutlineContext): Description {
      const tools = evaluationTools(context, { maxDigits, primality });
      const root = planned?.value ? planned : surveyed(tools, Infinity);
      const { text, details } = answerFor(root, options, tools).compute();
      const certainty = primality.certainty();
      return { text, details: { ...details, ...(certainty && { certainty }) } };
    },
  };
}
