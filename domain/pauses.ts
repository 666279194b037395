/** Milliseconds of work after which everything else gets a turn. */
const WORK_MS = 1;

/** Long work that waits for its turn. */
const waiting: (() => void)[] = [];

/**
 * Returns a function to await between the steps of long work in the server isolate: if it has worked
 * for a millisecond, everything else gets a turn first. One long work goes on in each turn of the
 * event loop, however many there are, so that a request with several turns waits briefly for each.
 */
export function createPauses(): () => Promise<void> {
  let pausedAt = performance.now();

  return async function pause(): Promise<void> {
    if (performance.now() - pausedAt < WORK_MS) return;
    await nextTurn();
    pausedAt = performance.now();
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(goOn);
  });
}

function goOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}
