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

/** A bounded number of permits, granted in FIFO order. */
export interface Semaphore {
  /** Number of permits that callers hold. */
  readonly held: number;
  /**
   * Resolves to a function that releases the permit. Throws the overflow error at once if the
   * queue is full, or the timeout error.
   */
  acquire(timeout?: TimeoutOptions): Promise<() => void>;
  /** Runs the work with a permit; the wait for the permit has no timeout. */
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
    // The timer itself leaves the queue, so that no permit is granted after the timeout.
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

  return {
    get held() {
      return permits - free;
    },
    acquire,
    run,
  };
}
