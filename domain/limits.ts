import { ServiceError } from "./errors.ts";
import { abbreviateInput } from "./log_entry.ts";
import { type DigitCount, exceeds } from "./numbers/mod.ts";
import type { Question } from "./question.ts";

/**
 * Rejects a question that has no answer or too long an answer, before anything is computed. Throws
 * `result_too_large` or an error of the operation.
 */
export function checkLimits(question: Question, maxDigits: number): void {
  question.check();
  checkDigits(question, question.predictDigits(), maxDigits);
}

/** Throws `result_too_large`, with the count and the limit, if there are too many digits. */
export function checkDigits(question: Question, digits: DigitCount, maxDigits: number): void {
  if (!exceeds(digits, maxDigits)) return;
  const { operation, canonical } = question;
  throw new ServiceError(
    "result_too_large",
    `Cannot compute ${operation.describe(abbreviateInput(canonical))}: ` +
      `it has ${digits} digits, but at most ${maxDigits} are allowed`,
    { members: { predicted_digits: digits, max_digits: maxDigits } },
  );
}
