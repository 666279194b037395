import { errorText } from "../../domain/error_text.ts";
import type { Logger } from "../telemetry/logger.ts";

/** A task that keeps failing is logged again after this time, with its current error. */
const REPEAT_MS = 60_000;

/**
 * Logs `<task>_failing` when a task starts to fail, and again every minute while it does, and
 * `<task>_ok` when it works again.
 */
export interface FailureLog {
  /** Reports the result of one attempt: an error, or undefined for success. */
  report(task: string, error: unknown): void;
  /** Whether the last attempt of a task failed. */
  isFailing(task: string): boolean;
}

/** `now` is a monotonic clock in milliseconds. */
export function createFailureLog(
  logger: Logger,
  now: () => number = () => performance.now(),
): FailureLog {
  /** When the failure of each task was last logged. */
  const failing = new Map<string, number>();
  return {
    report: (task, error) => {
      if (error === undefined) {
        if (failing.delete(task)) logger.info(`${task}_ok`);
      } else if (now() - (failing.get(task) ?? -Infinity) >= REPEAT_MS) {
        failing.set(task, now());
        logger.warn(`${task}_failing`, { error: errorText(error) });
      }
    },
    isFailing: (task) => failing.has(task),
  };
}
