/** Resolves when it is the caller's turn, with what ends it; throws when that takes too long. */
export type AcquireLock = (timeLimitMs: number) => Promise<() => void>;

/** Turns in the order of the calls. Who gives up leaves the queue. */
export function createMutex(): AcquireLock {
  const waiting = new Set<() => void>();
  let isTaken = false;

  function endTurn(): void {
    const [next] = waiting;
    if (next) next();
    else isTaken = false;
  }

  return (timeLimitMs) => {
    if (!isTaken) {
      isTaken = true;
      return Promise.resolve(endTurn);
    }
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const timer = setTimeout(() => {
      waiting.delete(start);
      reject(new Error(`No answer from SQLite within ${timeLimitMs} ms`));
    }, timeLimitMs);
    const start = () => {
      waiting.delete(start);
      clearTimeout(timer);
      resolve(endTurn);
    };
    waiting.add(start);
    return promise;
  };
}
