/** Calls back once, `delayMs` from now. Returns a function that cancels the timer. */
export type StartTimer = (delayMs: number, callback: (lateMs: number) => void) => () => void;

/** The callback receives the milliseconds by which the timer fired late, at least 0. */
export const startTimer: StartTimer = (delayMs, callback) => {
  const dueAt = performance.now() + delayMs;
  const timer = setTimeout(() => callback(Math.max(0, performance.now() - dueAt)), delayMs);
  return () => clearTimeout(timer);
};
