import { type Fault, KILLED, PAUSED, STOPPED } from "../../tests/services/fault_driver.ts";
import type { ServiceName } from "../../tests/support/services.ts";

const FAULTS = [KILLED, PAUSED, STOPPED];
const LONGEST_SECONDS = 20;

/** One service most often, all of them least often. */
const SETS: readonly (readonly ServiceName[])[] = [
  ["postgres"],
  ["redis"],
  ["kafka"],
  ["postgres"],
  ["redis"],
  ["kafka"],
  ["postgres", "redis"],
  ["redis", "kafka"],
  ["postgres", "kafka"],
  ["postgres", "redis", "kafka"],
];

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
