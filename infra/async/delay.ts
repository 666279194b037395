import { startTimer } from "./start_timer.ts";

/** Resolves after `ms` milliseconds, or as soon as the signal is aborted; never rejects. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    cancel();
    signal.removeEventListener("abort", end);
    resolve();
  };
  const cancel = startTimer(ms, end);
  signal.addEventListener("abort", end);
  return promise;
}
