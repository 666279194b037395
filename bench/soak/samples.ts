import { descriptorsOf, memoryOf } from "../../testing/resources.ts";

const EVERY_MS = 5_000;

/** Resources of a process at one moment. */
export interface Sample {
  readonly memory: number;
  readonly descriptors: number;
}

/** Resources of a process, sampled at a fixed interval. */
export interface Watch {
  readonly samples: readonly Sample[];
  stop(): void;
}

export function watchProcess(pid: number): Watch {
  const samples: Sample[] = [];
  const timer = setInterval(async () => {
    samples.push({ memory: await memoryOf(pid), descriptors: descriptorsOf(pid) });
  }, EVERY_MS);
  return { samples, stop: () => clearInterval(timer) };
}

export type Quantity = keyof Sample;

/** Median of a quantity over part of the samples; 0 to 0.5 is the first half. */
export function medianIn(
  samples: readonly Sample[],
  quantity: Quantity,
  [from, to]: readonly [number, number],
): number {
  const part = samples.slice(Math.floor(from * samples.length), Math.ceil(to * samples.length));
  const values = part.map((sample) => sample[quantity]).sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}
