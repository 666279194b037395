import type { Answer } from "../domain/calculator.ts";
import type { Question } from "../domain/question.ts";
import type { Recorded } from "../domain/recorder.ts";
import { createRecentValues } from "./recent_values.ts";

/** Maximum number of remembered answers. */
const MAX_ANSWERS = 10_000;

/** Longer questions are not remembered: they would take too much memory. */
const MAX_KEY_CHARACTERS = 2_000;

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
  const answers = createRecentValues<ShownAnswer>({
    maxValues: maxAnswers,
    maxKeyCharacters: MAX_KEY_CHARACTERS,
  });
  const keyOf = (userId: string, question: Question) => `${userId} ${question.key}`;
  return {
    remember: (userId, { question, id, elapsedMs, timestamp, cached }) => {
      answers.set(keyOf(userId, question), { id, elapsedMs, timestamp, cached });
    },
    find: (userId, question) => answers.get(keyOf(userId, question)),
  };
}
