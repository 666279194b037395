import type { Clock } from "../domain/ports.ts";
import { createUuidV7 } from "../infra/uuid_v7.ts";

export interface TestClock extends Clock {
  advance(ms: number): void;
  /** Changes the time of day without time passing. */
  jump(ms: number): void;
}

/** The system clock plus an offset that the test changes. */
export function createTestClock(): TestClock {
  let offsetMs = 0;
  let jumpedMs = 0;
  const now = () => Date.now() + offsetMs;
  return {
    now,
    elapsed: () => performance.now() + offsetMs - jumpedMs,
    uuid: createUuidV7(now),
    advance: (ms) => {
      offsetMs += ms;
    },
    jump: (ms) => {
      offsetMs += ms;
      jumpedMs += ms;
    },
  };
}
