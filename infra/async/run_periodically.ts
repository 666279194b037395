/** Work that is done again and again. */
export interface PeriodicTask {
  /** Resolves when the work has been done once, or has failed. */
  readonly first: Promise<void>;
  /** Ends it; resolves when the work under way has ended. */
  stop(): Promise<void>;
}

/** Does work at once and again a pause after it has ended. What it throws goes to `onError`. */
export function runPeriodically(
  work: (signal: AbortSignal) => Promise<void>,
  { pauseMs, onError }: { readonly pauseMs: number; readonly onError: (error: unknown) => void },
): PeriodicTask {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    try {
      await work(stopped.signal);
    } catch (error) {
      if (!stopped.signal.aborted) onError(error);
    }
    if (!stopped.signal.aborted) timer = setTimeout(start, pauseMs);
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
