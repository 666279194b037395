import type { Clock } from "../domain/ports.ts";
import { createUuidV7 } from "./uuid_v7.ts";

/** The machine's clock; ids grow within one such clock, so a process makes one of each isolate. */
export function createSystemClock(): Clock {
  return { now: Date.now, uuid: createUuidV7(Date.now) };
}
