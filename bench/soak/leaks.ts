import { medianIn, type Quantity, type Sample } from "./samples.ts";

/** Minimum number of samples for a verdict: in shorter runs memory is still warming up. */
const JUDGED_FROM_SAMPLES = 120;

/** Parts of the run, as fractions of its duration. Caches are full by the first. */
const WARM = [1 / 6, 1 / 3] as const;
const MIDDLE = [4 / 9, 5 / 9] as const;
const END = [5 / 6, 1] as const;

interface Growth {
  readonly unit: string;
  readonly divisor: number;
  /** Allowed growth from the first part to the end of the run. */
  readonly allowed: (warm: number) => number;
}

const GROWTHS: Readonly<Record<Quantity, Growth>> = {
  memory: { unit: "MB", divisor: 2 ** 20, allowed: (warm) => 0.25 * warm },
  descriptors: { unit: "descriptors", divisor: 1, allowed: () => 5 },
};

/** Prints the resources of a process over time and returns whether they grew beyond the limit. */
export function reportGrowth(process: string, samples: readonly Sample[]): boolean {
  let isLeaking = false;
  for (const [quantity, growth] of Object.entries(GROWTHS) as [Quantity, Growth][]) {
    const [warm, middle, end] = [WARM, MIDDLE, END].map((part) =>
      medianIn(samples, quantity, part)
    ) as [number, number, number];
    const shown = [warm, middle, end].map((value) => Math.round(value / growth.divisor));
    console.log(
      `${process}: ${shown.join(", ")} ${growth.unit} when warm, in the middle, at the end`,
    );
    isLeaking ||= samples.length >= JUDGED_FROM_SAMPLES && end - warm > growth.allowed(warm);
  }
  return isLeaking;
}
