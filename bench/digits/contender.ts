import type { Case } from "./cases.ts";

/** Also in `peers.py`. */
export const BATCHES = 3;

/** Seconds to the value and to its decimal text, each for one calculation. */
export interface Times {
  readonly value: number;
  readonly text: number;
}

/** A program that answers questions and says how long it took. */
export interface Contender {
  readonly name: string;
  /**
   * Answers a question once, since caches are cold after others' turns, and then so many times in
   * each of `BATCHES` batches, of which it tells the least mean; `sha256` is the text's.
   */
  measure(question: Case, repetitions: number): Promise<Times & { readonly sha256: string }>;
}
