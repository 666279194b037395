interface Flight<Result> {
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  askers: number;
}

/** Work that equal questions share while it is under way. */
export interface Flights<Result> {
  /**
   * Joins the work under way for a key, or starts it. Leaves, with the signal's reason, when the
   * asker's signal aborts; the work is told to stop when its last asker has left.
   */
  join(
    key: string,
    asker: AbortSignal,
    start: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
}

export function createFlights<Result>(): Flights<Result> {
  const flights = new Map<string, Flight<Result>>();

  function take(key: string, start: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const underWay = flights.get(key);
    if (underWay) return underWay;
    const controller = new AbortController();
    const result = start(controller.signal);
    const flight = { result, controller, askers: 0 };
    flights.set(key, flight);
    const land = () => forget(key, flight);
    result.then(land, land);
    return flight;
  }

  function forget(key: string, flight: Flight<Result>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  async function join(
    key: string,
    asker: AbortSignal,
    start: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    asker.throwIfAborted();
    const flight = take(key, start);
    flight.askers++;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => reject(asker.reason);
    asker.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([flight.result, left]);
    } finally {
      asker.removeEventListener("abort", leave);
      if (--flight.askers === 0) {
        forget(key, flight);
        flight.controller.abort(asker.reason);
      }
    }
  }

  return { join };
}
