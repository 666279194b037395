/** Work that is done again and again. */
export interface PeriodicTask {
  /** Resolves when the work has been done once, or has failed. */
  readonly first: Promise<void>;
  /** Ends it; resolves when the work under way has ended. */
  stop(): Promise<void>;
}

export interface PeriodicOptions {
  /** Called with what a run has thrown, unless the task has been stopped. */
  readonly onError: (error: unknown) => void;
  /** Called at the start of each run but the first with the seconds by which the timer was late. */
  readonly onLate?: (seconds: number) => void;
}

/** The next run starts a pause after the last one ended, or a period after it started. */
export type Interval = { readonly pauseMs: number } | { readonly periodMs: number };

/**
 * Runs work at once and then again and again, never twice at the same time. A run that takes longer
 * than the period is followed by the next one at once.
 */
export function runPeriodically(
  work: (signal: AbortSignal) => Promise<void>,
  { onError, onLate, ...interval }: PeriodicOptions & Interval,
): PeriodicTask {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    const startedAt = performance.now();
    try {
      await work(stopped.signal);
    } catch (error) {
      if (!stopped.signal.aborted) onError(error);
    }
    if (!stopped.signal.aborted) startLater(startedAt);
  }

  function startLater(startedAt: number): void {
    const now = performance.now();
    const dueAt = "pauseMs" in interval
      ? now + interval.pauseMs
      : Math.max(now, startedAt + interval.periodMs);
    timer = setTimeout(() => {
      onLate?.(Math.max(0, performance.now() - dueAt) / 1000);
      start();
    }, dueAt - now);
  }

  function start(): void {
    running = run();
  }

  start();
  return {
    first: running,
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
      return running;
    },
  };
}
