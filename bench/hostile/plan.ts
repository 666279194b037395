import { checkLimits, type Limits } from "../../domain/limits.ts";
import { Question } from "../../domain/question.ts";
import type { HostileQuestion } from "../../testing/hostile_questions.ts";

/** What the service predicts for a question. */
export interface Plan {
  /** Seconds on the reference machine; undefined if the question is refused. */
  readonly seconds: number | undefined;
  /** Milliseconds that validating and predicting took. */
  readonly ms: number;
}

/** Plans a question as the server isolate does. */
export function planOf({ operation, body }: HostileQuestion, limits: Limits): Plan {
  const started = performance.now();
  let seconds: number | undefined;
  try {
    const question = Question.parse(operation, body);
    checkLimits(question, limits);
    seconds = question.plan.predictSeconds();
  } catch {
    // The service refuses the question too.
  }
  return { seconds, ms: performance.now() - started };
}
