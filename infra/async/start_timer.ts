export type StartTimer = typeof startTimer;

/**
 * Calls back once, `delayMs` milliseconds from now, with the milliseconds by which the timer fired
 * late, at least 0. Returns a function that cancels the timer.
 */
export function startTimer(delayMs: number, callback: (lateMs: number) => void): () => void {
  const dueAt = performance.now() + delayMs;
  const timer = setTimeout(() => callback(Math.max(0, performance.now() - dueAt)), delayMs);
  return () => clearTimeout(timer);
}
