import { errorText } from "../../domain/error_text.ts";
import type { Logger } from "./logger.ts";

/** A task that keeps failing with the same error is logged again after this time. */
const REPEAT_MS = 60_000;

/** Minimum time until another error of a failing task is logged. */
const OTHER_ERROR_MS = 10_000;

/**
 * Logs `<task>_failing` when a task starts to fail, again every minute while it does, at most every
 * 10 s when its error changes, and `<task>_ok` when it works again.
 */
export interface FailureLog {
  /** Reports the result of one attempt: an error, or undefined for success. */
  report(task: string, error: unknown): void;
  /** Whether the last attempt of a task failed. */
  isFailing(task: string): boolean;
}

export interface FailureLogOptions {
  readonly logger: Logger;
  /** Level of the failures; `warn` by default. */
  readonly level?: "warn" | "error";
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

export function createFailureLog(options: FailureLogOptions): FailureLog {
  const { logger, level = "warn", now = () => performance.now() } = options;
  /** The last line of each failing task. */
  const failing = new Map<string, { readonly error: string; readonly at: number }>();

  function isDue(task: string, error: string): boolean {
    const last = failing.get(task);
    if (last === undefined) return true;
    return now() - last.at >= (error === last.error ? REPEAT_MS : OTHER_ERROR_MS);
  }

  function onFailure(task: string, error: string): void {
    if (!isDue(task, error)) return;
    failing.set(task, { error, at: now() });
    logger[level](`${task}_failing`, { error });
  }

  return {
    report: (task, error) => {
      if (error !== undefined) onFailure(task, errorText(error));
      else if (failing.delete(task)) logger.info(`${task}_ok`);
    },
    isFailing: (task) => failing.has(task),
  };
}
