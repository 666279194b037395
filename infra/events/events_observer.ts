import { RefusedError } from "../request_log/refused_error.ts";
import type { WriteBatch } from "../request_log/two_places.ts";

export type Place = "topic" | "database";
export type PlaceOutcome = "ok" | "failed" | "refused";

/** Told of what happens between topic and database, for metrics. */
export interface EventsObserver {
  /** A place took a batch, or did not. */
  placed(place: Place, outcome: PlaceOutcome, seconds: number): void;
  topicUp(isUp: boolean): void;
  /** Entries that have to be published still; undefined while that is not known. */
  unpublished(entries: number | undefined): void;
  /** Events that have to be stored still; undefined while that is not known. */
  lag(events: number | undefined): void;
  /** Events of the topic were dealt with. */
  consumed(events: number): void;
  /** The database took events of the topic. */
  stored(events: number): void;
  /** Events can be neither stored nor published. */
  setAside(events: number): void;
}

/**
 * Tells of each batch how its place took it, and of the place whether it works: one that refuses a
 * batch does.
 */
export function measured(
  place: Place,
  observer: EventsObserver,
  onWorking: (error: unknown) => void,
  write: WriteBatch,
): WriteBatch {
  return async (entries) => {
    const started = performance.now();
    const tell = (outcome: PlaceOutcome) =>
      observer.placed(place, outcome, (performance.now() - started) / 1000);
    try {
      await write(entries);
      tell("ok");
    } catch (error) {
      const isRefused = error instanceof RefusedError;
      tell(isRefused ? "refused" : "failed");
      if (!isRefused) onWorking(error);
      throw error;
    }
    onWorking(undefined);
  };
}
