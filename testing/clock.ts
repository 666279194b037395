import type { Clock } from "../domain/ports.ts";
import { createUuidV7 } from "../infra/uuid_v7.ts";

export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** The system clock plus an offset that the test advances. */
export function createTestClock(): TestClock {
  let offsetMs = 0;
  const now = () => Date.now() + offsetMs;
  return {
    now,
    uuid: createUuidV7(now),
    advance: (ms) => {
      offsetMs += ms;
    },
  };
}
