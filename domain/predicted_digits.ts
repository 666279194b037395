import { type DigitCount, digitCount } from "./numbers/mod.ts";
import {
  createOutlineTables,
  exactDigits,
  type OutlineTools,
  Undecided,
} from "./numbers/outline/mod.ts";
import { withinPlanningTime } from "./planning_time.ts";
import type { Question } from "./question.ts";

/**
 * Predicts the digits of a result without computing it. Returns undefined if the result is not an
 * integer, or if the prediction is not possible within a few milliseconds. Throws a ServiceError if
 * the question has no answer.
 */
export function predictedDigits(question: Question): DigitCount | undefined {
  const { operation, input, options, plan } = question;
  if (options.mod !== undefined || plan.planningSeconds > MAX_PLANNING_SECONDS) return undefined;
  if (operation.predictDigits) return operation.predictDigits(input);
  if (!operation.outlined) return undefined;
  return withinPlanningTime((context) => {
    const tools = { ...createOutlineTables(), context };
    const value = operation.outlined!(input, tools);
    if (value.kind === "large") return value.lastDigits && digitsOf(value, tools);
    return value.compute().denominator === 1n ? digitsOf(value, tools) : undefined;
  });
}

const MAX_PLANNING_SECONDS = 5e-3;

/** Undefined if the logarithm does not decide the number of digits. */
function digitsOf(
  value: Parameters<typeof exactDigits>[0],
  tools: OutlineTools,
): DigitCount | undefined {
  try {
    return digitCount(exactDigits(value, tools));
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
