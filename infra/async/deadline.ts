/** A point in time shared by several steps of an operation. */
export interface Deadline {
  /** Milliseconds until the deadline, at least 0. */
  leftMs(): number;
  /** A deadline that is `ms` milliseconds earlier, which leaves time for the steps that follow. */
  earlier(ms: number): Deadline;
  /** Resolves to whether the work ends before the deadline. Rejects if the work fails first. */
  wait(work: Promise<unknown>): Promise<boolean>;
}

/** The deadline `ms` milliseconds from now. */
export function deadlineIn(ms: number): Deadline {
  return deadlineAt(performance.now() + ms);
}

/** Milliseconds of `performance.now()`. */
function deadlineAt(time: number): Deadline {
  const leftMs = () => Math.max(0, time - performance.now());
  return {
    leftMs,
    earlier: (ms) => deadlineAt(time - ms),
    wait: async (work) => {
      const expired = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => expired.resolve(false), leftMs());
      try {
        return await Promise.race([work.then(() => true), expired.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
