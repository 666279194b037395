import type { Clock } from "../domain/ports.ts";
import { createUuidV7 } from "./uuid_v7.ts";

/** The system's clock. Ids increase within one instance, so that each isolate creates only one. */
export function createSystemClock(): Clock {
  return { now: Date.now, uuid: createUuidV7(Date.now) };
}
