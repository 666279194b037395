import { ServiceError } from "./errors.ts";
import { abbreviateInput } from "./log_entry.ts";
import type { DigitCount } from "./numbers/mod.ts";
import type { PlanningContext } from "./planning_time.ts";
import type { Question } from "./question.ts";

/** Counts of up to this many digits are written in full in messages. */
const LONGEST_COUNT = 60;

export interface Limits {
  readonly maxDigits: number;
  /** Seconds of one core of this machine. */
  readonly maxSeconds: number;
  /** Slowdown of this machine relative to the reference machine. */
  readonly slowdownFactor: number;
}

/**
 * Rejects a question that has no answer, too long an answer or too costly a one, before anything is
 * computed. Predictions use the tables of `context`. Throws `result_too_large`, `too_costly` or an error of the operation.
 */
export function checkLimits(
  question: Question,
  limits: Limits,
  context: PlanningContext = {},
): void {
  question.check();
  const digits = question.plan.predictDigits?.();
  if (digits !== undefined) return checkDigits(question, digits, limits.maxDigits);
  const seconds = question.plan.predictSeconds({ ...context, maxDigits: limits.maxDigits }) *
    limits.slowdownFactor;
  if (seconds <= limits.maxSeconds) return;
  throw new ServiceError(
    "too_costly",
    `Cannot compute ${describe(question)}: it would take longer than the allowed ` +
      `${limits.maxSeconds} s`,
    { members: { predicted_seconds: Number.isFinite(seconds) ? seconds : "Infinity" } },
  );
}

/** Throws `result_too_large`, with the count and the limit, if there are too many digits. */
export function checkDigits(question: Question, digits: DigitCount, maxDigits: number): void {
  if (digits <= maxDigits) return;
  // The text of a count is written only once: it may have a million digits.
  const count = typeof digits === "bigint" ? String(digits) : digits;
  const outline = question.operation.outlined ? "; ask for its outline instead" : "";
  throw new ServiceError(
    "result_too_large",
    `Cannot compute ${describe(question)}: ` +
      `it has ${abbreviateCount(count)}, but at most ${maxDigits} are allowed${outline}`,
    { members: { predicted_digits: count, max_digits: maxDigits } },
  );
}

function abbreviateCount(count: string | number): string {
  if (typeof count === "number" || count.length <= LONGEST_COUNT) return `${count} digits`;
  return `${count.slice(0, 20)}… digits (a number ${count.length} digits long)`;
}

function describe({ operation, canonical }: Question): string {
  return operation.describe(abbreviateInput(canonical));
}
