import type { Clock } from "../domain/ports.ts";
import { createUuidV7 } from "./uuid_v7.ts";

export const systemClock: Clock = { now: Date.now, uuid: createUuidV7(Date.now) };
