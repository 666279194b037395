import type { ServiceError } from "../domain/errors.ts";
import type { Question } from "../domain/question.ts";

/** Maximum number of remembered questions. */
const MAX_QUESTIONS = 1_000;

/** Longer questions are not remembered: they would take too much memory. */
const MAX_KEY_CHARACTERS = 8_000;

/**
 * Remembers which questions were refused as `result_too_large`, so that their pages say so even if
 * planning them takes too long for a page. Forgets the oldest.
 */
export interface TooLargeQuestions {
  remember(question: Question, error: ServiceError): void;
  /** The error with which the question was refused. */
  find(question: Question): ServiceError | undefined;
}

export function createTooLargeQuestions(maxQuestions = MAX_QUESTIONS): TooLargeQuestions {
  const errors = new Map<string, ServiceError>();
  return {
    remember({ key }, error) {
      if (key.length > MAX_KEY_CHARACTERS) return;
      errors.delete(key);
      errors.set(key, error);
      if (errors.size > maxQuestions) errors.delete(errors.keys().next().value!);
    },
    find: ({ key }) => errors.get(key),
  };
}
