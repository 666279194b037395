import type { Clock } from "../domain/ports.ts";
import { createUuidV7 } from "./uuid_v7.ts";

/** The system's clock. Ids increase only within one instance, so each isolate creates one. */
export function createSystemClock(): Clock {
  return { now: Date.now, elapsed: () => performance.now(), uuid: createUuidV7(Date.now) };
}
