/** A moment by which something has to end, with all of its parts. */
export interface Deadline {
  /** What is left until then, at least 0. */
  leftMs(): number;
  /** One before it: who keeps that leaves some time to what comes after. */
  earlier(ms: number): Deadline;
  /** Resolves when the work has ended, and tells so, or else at the deadline. */
  wait(work: Promise<unknown>): Promise<boolean>;
}

export function deadlineIn(ms: number): Deadline {
  return deadlineAt(performance.now() + ms);
}

function deadlineAt(moment: number): Deadline {
  const leftMs = () => Math.max(0, moment - performance.now());
  return {
    leftMs,
    earlier: (ms) => deadlineAt(moment - ms),
    wait: async (work) => {
      const late = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => late.resolve(false), leftMs());
      try {
        return await Promise.race([work.then(() => true), late.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
