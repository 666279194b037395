import { planExpression } from "../../../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import {
  type ComputeContext,
  type ExactNumber,
  NEVER_CANCELLED,
} from "../../../../domain/numbers/mod.ts";
import type { OutlineRequest } from "../../../../domain/numbers/outline/mod.ts";
import type { Description } from "../../../../domain/result_text.ts";
import { textOf } from "../../../../testing/exact_value.ts";
import { outlineTables } from "../../numbers/outline/tools.ts";

export interface Evaluation {
  readonly maxDigits?: number;
  readonly variables?: Readonly<Record<string, ExactNumber>>;
  readonly context?: ComputeContext;
  readonly mod?: bigint;
  readonly outline?: OutlineRequest;
}

/** Parses, plans and computes an expression. */
export function evaluated(text: string, options: Evaluation = {}): Description {
  const { maxDigits = 10_000_000, variables = {}, context = NEVER_CANCELLED, ...others } = options;
  const expression = parseExpression(text, new Set(Object.keys(variables)));
  const plan = planExpression(expression, { maxDigits, variables, ...others });
  plan.predictSeconds({ outlineTables });
  return plan.compute({ ...context, outlineTables }) as Description;
}

/** The result as a string. */
export function resultOf(text: string, options?: Evaluation): string {
  return textOf(evaluated(text, options).text);
}
