import type { Progress, SharedWork } from "./ports.ts";

interface Flight<Result> {
  readonly work: SharedWork<Result>;
  /** How many askers each user has aboard. */
  readonly askersByUser: Map<string, number>;
}

export interface FlightCaller<Result> {
  readonly userId: string;
  /** Aborts when the asker leaves. */
  readonly signal: AbortSignal;
  /** Begins the work if none is under way. */
  readonly start: () => SharedWork<Result>;
  /** Told how to ask for the progress of the work, once it is under way. */
  readonly onAccepted?: ((progress: () => Progress) => void) | undefined;
}

/** Work that equal questions share while it is under way. */
export interface SingleFlight<Result> {
  /**
   * Joins the work under way for a key, or starts it. Leaves, with the signal's reason, when the
   * asker's signal aborts; the work learns which users wait for it.
   */
  join(key: string, asker: FlightCaller<Result>): Promise<Result>;
}

export function createSingleFlight<Result>(): SingleFlight<Result> {
  const flights = new Map<string, Flight<Result>>();

  async function join(
    key: string,
    { userId, signal, start, onAccepted }: FlightCaller<Result>,
  ): Promise<Result> {
    signal.throwIfAborted();
    const underWay = flights.get(key);
    underWay?.work.join(userId);
    const flight = underWay ?? launch(key, start());
    const { work, askersByUser } = flight;
    askersByUser.set(userId, (askersByUser.get(userId) ?? 0) + 1);
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    try {
      onAccepted?.(work.progress);
      return await Promise.race([work.result, left]);
    } finally {
      signal.removeEventListener("abort", leave);
      disembark(key, flight, userId);
    }
  }

  function launch(key: string, work: SharedWork<Result>): Flight<Result> {
    const flight = { work, askersByUser: new Map<string, number>() };
    flights.set(key, flight);
    return flight;
  }

  function disembark(key: string, flight: Flight<Result>, userId: string): void {
    const { work, askersByUser } = flight;
    const others = askersByUser.get(userId)! - 1;
    if (others > 0) {
      askersByUser.set(userId, others);
      return;
    }
    askersByUser.delete(userId);
    if (askersByUser.size === 0) forget(key, flight);
    work.leave(userId);
  }

  function forget(key: string, flight: Flight<Result>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return { join };
}
