/** Milliseconds of work after which other requests get a turn. */
const WORK_MS = 5;

/**
 * Returns a function to await between the steps of long work in the server isolate: it lets other
 * events run if the last pause is more than a few milliseconds ago.
 */
export function createPauses(): () => Promise<void> {
  let pausedAt = performance.now();

  return async function pause(): Promise<void> {
    if (performance.now() - pausedAt < WORK_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    pausedAt = performance.now();
  };
}
