import { errorText } from "../../domain/error_text.ts";
import type { Logger } from "../telemetry/logger.ts";

/** Logs `<task>_failing` when a task starts to fail, and `<task>_ok` when it works again. */
export interface FailureLog {
  /** Reports the result of one attempt: an error, or undefined for success. */
  report(task: string, error: unknown): void;
  /** Whether the last attempt of a task failed. */
  isFailing(task: string): boolean;
}

export function createFailureLog(logger: Logger): FailureLog {
  const failing = new Set<string>();
  return {
    report: (task, error) => {
      if (error === undefined) {
        if (failing.delete(task)) logger.info(`${task}_ok`);
      } else if (!failing.has(task)) {
        failing.add(task);
        logger.warn(`${task}_failing`, { error: errorText(error) });
      }
    },
    isFailing: (task) => failing.has(task),
  };
}
