import type { Case } from "./cases.ts";

/** Batches per measurement; must equal `BATCHES` in `peers.py`. */
export const BATCHES = 3;

/** Seconds for one calculation: of the value alone, and including its decimal text. */
export interface Times {
  readonly value: number;
  readonly text: number;
}

/** An implementation that measures its own time for each case. */
export interface Contender {
  readonly name: string;
  /**
   * Computes a case once to warm the caches, then `repetitions` times in each of `BATCHES` batches.
   * Returns the mean times of the fastest batch, and the SHA-256 of the decimal text.
   */
  measure(question: Case, repetitions: number): Promise<Times & { readonly sha256: string }>;
}
