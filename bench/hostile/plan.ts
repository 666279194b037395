import { Question } from "../../domain/question.ts";
import type { HostileQuestion } from "../../testing/hostile_questions.ts";

/** What the service predicts for a question. */
export interface Plan {
  /** Seconds on the reference machine; undefined if it cannot be planned. */
  readonly seconds: number | undefined;
  /** Milliseconds that validating and predicting took. */
  readonly ms: number;
}

export function planOf({ operation, body }: HostileQuestion): Plan {
  const started = performance.now();
  let seconds: number | undefined;
  try {
    const question = Question.parse(operation, body);
    question.check();
    seconds = question.plan.predictSeconds();
  } catch {
    // The service refuses the question too.
  }
  return { seconds, ms: performance.now() - started };
}
