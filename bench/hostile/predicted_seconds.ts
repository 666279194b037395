import { checkLimits, type Limits } from "../../domain/limits.ts";
import { Question } from "../../domain/question.ts";
import type { HostileQuestion } from "../../testing/hostile_questions.ts";

/**
 * Predicted seconds of planning and computing on the reference machine; undefined if the question is
 * refused.
 */
export function predictedSeconds(
  { operation, body }: HostileQuestion,
  limits: Limits,
): number | undefined {
  try {
    const question = Question.parse(operation, body);
    checkLimits(question, limits);
    return question.plan.planningSeconds + question.plan.predictSeconds();
  } catch {
    return undefined;
  }
}
