import type { Answer } from "../domain/calculator.ts";
import type { Question } from "../domain/question.ts";
import type { Recorded } from "../domain/recorder.ts";

/** Maximum number of remembered answers. */
const MAX_ANSWERS = 10_000;

/** How an answer was recorded for the user who received it. */
export type ShownAnswer = Recorded & Pick<Answer, "cached">;

/**
 * Remembers which answers have been recorded for which users, so that a page can be reloaded
 * without another log entry. Forgets the oldest.
 */
export interface ShownAnswers {
  remember(userId: string, answer: Answer): void;
  find(userId: string, question: Question): ShownAnswer | undefined;
}

export function createShownAnswers(maxAnswers = MAX_ANSWERS): ShownAnswers {
  const answers = new Map<string, ShownAnswer>();
  const keyOf = (userId: string, question: Question) => `${userId} ${question.key}`;
  return {
    remember: (userId, { question, id, elapsedMs, timestamp, cached }) => {
      const key = keyOf(userId, question);
      answers.delete(key);
      answers.set(key, { id, elapsedMs, timestamp, cached });
      if (answers.size > maxAnswers) answers.delete(answers.keys().next().value!);
    },
    find: (userId, question) => answers.get(keyOf(userId, question)),
  };
}
