import {
  type ComputeContext,
  type DecimalText,
  type ExactNumber,
  NEVER_CANCELLED,
} from "../../numbers/mod.ts";
import type { QuestionPlan } from "../../question_plan.ts";
import type { Description } from "../../result_text.ts";
import type { Expression, ExpressionNode } from "../expression.ts";
import { tooCostly } from "./at_place.ts";
import { describeValue } from "./describe_value.ts";
import { expand, requireExpandable } from "./expand.ts";
import { PLANNING_SECONDS, UNPLANNED_SECONDS } from "./folding.ts";
import { ruleOf } from "./rules.ts";
import { survey } from "./survey.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import { evaluationTools, planningTools } from "./tools.ts";

export interface ExpressionOptions {
  /** Maximum number of digits of the result and of every intermediate result. */
  readonly maxDigits: number;
  /** The values of the variables by name. */
  readonly variables?: Readonly<Record<string, ExactNumber>>;
}

/**
 * Plans the exact value of an expression. Short values are computed at once; the others are
 * predicted, and computed in the compute isolate. Both methods throw a ServiceError with the place
 * of an expression that has no value, or too long or too costly a one.
 */
export function planExpression(expression: Expression, options: ExpressionOptions): QuestionPlan {
  const { maxDigits, variables = {} } = options;
  const rules = (node: ExpressionNode) => ruleOf(node, variables);
  let planned: SurveyedNode | undefined;
  const plan = () => {
    if (planned) return planned;
    const tools = planningTools(NEVER_CANCELLED, maxDigits);
    planned = survey(expression, { tools, ruleOf: rules, budget: PLANNING_SECONDS });
    requireExpandable(planned, tools);
    return planned;
  };
  return {
    predictSeconds: () => secondsOf(plan()),
    compute(context: ComputeContext): DecimalText | Description {
      const tools = evaluationTools(context, maxDigits);
      if (planned?.value) return describeValue(planned.value, planned, tools);
      const root = survey(expression, { tools, ruleOf: rules, budget: Infinity });
      const seconds = root.totalSeconds;
      if (seconds === Infinity || seconds > (context.maxSeconds ?? Infinity)) {
        throw tooCostly("it would take too long", root.span, seconds);
      }
      return describeValue(expand(root, tools), root, tools);
    },
  };
}

/** The seconds that are left after planning. */
function secondsOf(root: SurveyedNode): number {
  return root.isDeferred ? Math.max(UNPLANNED_SECONDS, root.totalSeconds) : root.totalSeconds;
}
