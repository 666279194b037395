import { errorText } from "../domain/error_text.ts";
import type { Logger } from "../infra/telemetry/logger.ts";

/** Whether the database works, by what came of reading it and of writing to it. */
export interface DatabaseHealth {
  /** Undefined before it has been tried. */
  readonly isWorking: boolean | undefined;
  readonly canWrite: boolean;
  /** Tells that reading succeeded, or the error for which it did not. */
  read(error?: unknown): void;
  /** Tells that writing succeeded, or the error for which it did not. */
  wrote(error?: unknown): void;
  /** What fails from now on does so because of the stop, and is not logged. */
  stop(): void;
}

/**
 * Logs one line when the database begins to fail, and one when all of it works again: also for the
 * first success, unless it is taken for working at first.
 */
export function createDatabaseHealth(
  logger: Logger,
  { worksAtFirst }: { readonly worksAtFirst: boolean },
): DatabaseHealth {
  let canRead = worksAtFirst ? true : undefined;
  let canWrite = true;
  let isStopped = false;

  function isWorking(): boolean | undefined {
    return canRead && canWrite;
  }

  function note(change: () => void, error: unknown): void {
    if (isStopped) return;
    const worked = isWorking();
    change();
    if (isWorking() === worked) return;
    if (isWorking()) logger.info("database_ok");
    else logger.error("database_failing", { error: errorText(error) });
  }

  return {
    get isWorking() {
      return isWorking();
    },
    get canWrite() {
      return canWrite;
    },
    read: (error) => note(() => canRead = error === undefined, error),
    wrote: (error) => note(() => canWrite = error === undefined, error),
    stop: () => isStopped = true,
  };
}
