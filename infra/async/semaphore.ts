import { startTimer } from "./start_timer.ts";
import { timeoutError, type TimeoutOptions } from "./with_timeout.ts";

export interface SemaphoreOptions {
  /** Callers that may hold a permit at the same time. */
  readonly permits: number;
  /** Callers that may wait for a permit; unlimited by default. */
  readonly maxWaiting?: number;
  /** The error for a caller beyond `maxWaiting`. */
  readonly overflowError?: () => Error;
}

/** A bounded number of permits, granted in the order of the calls. */
export interface Semaphore {
  /**
   * Resolves to a function that releases the permit. Throws the timeout error, or at once the
   * overflow error.
   */
  acquire(timeout?: TimeoutOptions): Promise<() => void>;
  /** Runs the work with a permit, however long it waits for one. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createSemaphore(options: SemaphoreOptions): Semaphore {
  const {
    permits,
    maxWaiting = Infinity,
    overflowError = () => new Error("Too many callers are waiting"),
  } = options;
  const waiting = new Set<() => void>();
  let free = permits;

  function release(): void {
    const [grantNext] = waiting;
    if (grantNext) grantNext();
    else free++;
  }

  function acquire(timeout?: TimeoutOptions): Promise<() => void> {
    if (free > 0) {
      free--;
      return Promise.resolve(release);
    }
    if (waiting.size >= maxWaiting) return Promise.reject(overflowError());
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const grant = () => {
      waiting.delete(grant);
      cancelTimeout?.();
      resolve(release);
    };
    // Leaves the queue in the timer itself, so that no permit is granted to a caller that gave up.
    const cancelTimeout = timeout && startTimer(timeout.timeoutMs, () => {
      waiting.delete(grant);
      reject(timeoutError(timeout));
    });
    waiting.add(grant);
    return promise;
  }

  async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    const releasePermit = await acquire();
    try {
      return await work();
    } finally {
      releasePermit();
    }
  }

  return { acquire, run };
}
