import { type DigitCount, digitCount, digitsOf } from "./numbers/mod.ts";
import { createOutlineTables } from "./numbers/outline/mod.ts";
import { withinPlanningTime } from "./planning_time.ts";
import type { Question } from "./question.ts";

/** Longest prediction, in seconds on the reference machine. */
const MAX_PLANNING_SECONDS = 5e-3;

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
    const isInteger = value.kind === "large"
      ? value.lastDigits !== undefined
      : value.shift >= 0n && value.compute().denominator === 1n;
    return isInteger ? digitCount(digitsOf(value, tools)) : undefined;
  });
}
