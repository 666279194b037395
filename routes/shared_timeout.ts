interface Deadline {
  readonly at: number;
  readonly onExceeded: () => void;
}

/** One time limit for many promises, with a single timer for all of them. */
export interface SharedTimeout {
  /** Settles like the work, or rejects with `timeoutError()` if the limit is exceeded first. */
  limit<Result>(work: Promise<Result>, timeoutError: () => Error): Promise<Result>;
}

export function createSharedTimeout(limitMs: number): SharedTimeout {
  /** Ordered by deadline, since all limits are equal. */
  const open = new Set<Deadline>();
  let isArmed = false;

  function arm(delayMs: number): void {
    isArmed = true;
    setTimeout(check, delayMs);
  }

  function check(): void {
    isArmed = false;
    const now = performance.now();
    for (const deadline of open) {
      if (deadline.at > now) return arm(deadline.at - now);
      open.delete(deadline);
      deadline.onExceeded();
    }
  }

  function limit<Result>(work: Promise<Result>, timeoutError: () => Error): Promise<Result> {
    return new Promise((resolve, reject) => {
      const deadline = {
        at: performance.now() + limitMs,
        onExceeded: () => reject(timeoutError()),
      };
      open.add(deadline);
      if (!isArmed) arm(limitMs);
      const settle = <Value>(pass: (value: Value) => void) => (value: Value) => {
        open.delete(deadline);
        pass(value);
      };
      work.then(settle(resolve), settle(reject));
    });
  }

  return { limit };
}
