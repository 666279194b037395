import type { ServiceName } from "./services.ts";

type ServiceSet = readonly ServiceName[];

/** Combinations of services that fail together. */
export const SINGLES: readonly ServiceSet[] = [["postgres"], ["redis"], ["kafka"]];
export const PAIRS: readonly ServiceSet[] = [
  ["postgres", "redis"],
  ["redis", "kafka"],
  ["postgres", "kafka"],
];
export const ALL: ServiceSet = ["postgres", "redis", "kafka"];
