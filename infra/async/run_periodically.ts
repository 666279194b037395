import { startTimer } from "./start_timer.ts";

/** Work that is repeated until it is stopped. */
export interface PeriodicTask {
  /** Resolves when the first run has ended, successfully or not, or the task has been stopped. */
  readonly first: Promise<void>;
  /** Aborts the signal of the current run; resolves when that run has ended. */
  stop(): Promise<void>;
}

export type PeriodicOptions = Interval & {
  /** Milliseconds before the first run; by default it starts at once. */
  readonly initialDelayMs?: number;
  /** Called with the error of a run, unless the task has been stopped. */
  readonly onError: (error: unknown) => void;
  /** Called before each run that a timer starts, with the milliseconds by which it fired late. */
  readonly onTimer?: (lateMs: number) => void;
};

type Interval =
  /** From the end of a run to the start of the next. */
  | { readonly pauseMs: number; readonly periodMs?: undefined }
  /** From the start of a run to the start of the next, which follows at once if a run takes longer. */
  | { readonly periodMs: number; readonly pauseMs?: undefined };

/** Runs work repeatedly, one run at a time. */
export function runPeriodically(
  work: (signal: AbortSignal) => Promise<void> | void,
  options: PeriodicOptions,
): PeriodicTask {
  const { pauseMs, periodMs, initialDelayMs, onError, onTimer } = options;
  const stopped = new AbortController();
  const { signal } = stopped;
  const first = Promise.withResolvers<void>();
  let running = Promise.resolve();
  let cancelTimer = () => {};

  async function run(): Promise<void> {
    const startedAt = performance.now();
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
    first.resolve();
    if (!signal.aborted) runIn(pauseMs ?? Math.max(0, startedAt + periodMs - performance.now()));
  }

  function runIn(delayMs: number): void {
    cancelTimer = startTimer(delayMs, (lateMs) => {
      onTimer?.(lateMs);
      running = run();
    });
  }

  if (initialDelayMs === undefined) running = run();
  else runIn(initialDelayMs);
  return {
    first: first.promise,
    stop: () => {
      stopped.abort();
      cancelTimer();
      first.resolve();
      return running;
    },
  };
}
