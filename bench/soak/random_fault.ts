import { type Fault, KILLED, PAUSED, STOPPED } from "../../testing/fault_driver.ts";
import { ALL, PAIRS, SINGLES } from "../../testing/service_combinations.ts";
import type { ServiceName } from "../../testing/services.ts";

const FAULTS = [KILLED, PAUSED, STOPPED];
const LONGEST_SECONDS = 20;

/** A single service fails most often, all services together least often. */
const SETS = [...SINGLES, ...SINGLES, ...PAIRS, ALL];

export interface RandomFault {
  readonly fault: Fault;
  readonly services: readonly ServiceName[];
  readonly seconds: number;
}

export function randomFault(): RandomFault {
  return {
    fault: oneOf(FAULTS),
    services: oneOf(SETS),
    seconds: Math.ceil(Math.random() * LONGEST_SECONDS),
  };
}

function oneOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]!;
}
