import type { Case } from "./cases.ts";

/** Batches of one measurement; the same as in `peers.py`. */
export const BATCHES = 3;

/** Seconds for one calculation: up to the value, and up to its decimal text. */
export interface Times {
  readonly value: number;
  readonly text: number;
}

/** An implementation that computes cases and measures itself. */
export interface Contender {
  readonly name: string;
  /**
   * Computes a case once, since caches are cold after other contenders ran, and then `repetitions`
   * times in each of `BATCHES` batches. Returns the smallest mean of a batch, and the SHA-256 of
   * the decimal text.
   */
  measure(question: Case, repetitions: number): Promise<Times & { readonly sha256: string }>;
}
