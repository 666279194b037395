export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** Exponential backoff: the pause doubles after each failure. */
export interface Backoff {
  /** Whether the current pause is over. */
  readonly isDue: boolean;
  /** Starts the next pause. */
  onFailure(): void;
  /** Ends the pause; the next failure starts the shortest pause again. */
  reset(): void;
}

export function createBackoff({ firstMs, maxMs, now }: BackoffOptions): Backoff {
  let dueAt = -Infinity;
  let pauseMs = firstMs;
  return {
    get isDue() {
      return now() >= dueAt;
    },
    onFailure: () => {
      dueAt = now() + pauseMs;
      pauseMs = Math.min(2 * pauseMs, maxMs);
    },
    reset: () => {
      dueAt = -Infinity;
      pauseMs = firstMs;
    },
  };
}
