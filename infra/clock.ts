import { v7 } from "uuid";
import type { Clock } from "../domain/ports.ts";

export const systemClock: Clock = { now: () => Date.now(), uuid: () => v7() };
