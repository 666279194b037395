import type { Progress, SharedWork } from "./ports.ts";

export interface FlightCaller<Result> {
  readonly userId: string;
  /** Aborts when the caller no longer needs the result. */
  readonly signal: AbortSignal;
  /** Starts the work if none is in flight for the key. */
  readonly start: () => SharedWork<Result>;
  /** Called when the work has been accepted, with a function that reads its progress. */
  readonly onAccepted?: ((progress: () => Progress) => void) | undefined;
}

/** Work in flight by key: equal questions share one computation. */
export interface SingleFlight<Result> {
  /**
   * Joins the work in flight for a key, or starts it. Throws the reason of the caller's signal when
   * it aborts; the work continues while other callers wait for it.
   */
  join(key: string, caller: FlightCaller<Result>): Promise<Result>;
}

export function createSingleFlight<Result>(): SingleFlight<Result> {
  const inFlight = new Map<string, SharedWork<Result>>();

  async function join(key: string, caller: FlightCaller<Result>): Promise<Result> {
    const { userId, signal, start, onAccepted } = caller;
    signal.throwIfAborted();
    const shared = inFlight.get(key);
    shared?.join(userId);
    const work = shared ?? start();
    inFlight.set(key, work);
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      onAccepted?.(work.progress);
      return await Promise.race([work.result, aborted]);
    } finally {
      signal.removeEventListener("abort", abort);
      leave(key, work, userId);
    }
  }

  function leave(key: string, work: SharedWork<Result>, userId: string): void {
    const isAbandoned = work.leave(userId);
    if (isAbandoned && inFlight.get(key) === work) inFlight.delete(key);
  }

  return { join };
}
