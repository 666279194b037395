interface Deadline {
  readonly at: number;
  readonly miss: () => void;
}

/** One time limit for many promises, with a single timer for all of them. */
export interface SharedTimeout {
  /** Resolves with the result of the work; throws the error of `late` when the limit is exceeded. */
  limit<Result>(work: Promise<Result>, late: () => Error): Promise<Result>;
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
      deadline.miss();
    }
  }

  function limit<Result>(work: Promise<Result>, late: () => Error): Promise<Result> {
    return new Promise((resolve, reject) => {
      const deadline = { at: performance.now() + limitMs, miss: () => reject(late()) };
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
