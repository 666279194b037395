import type { ComputeContext } from "./compute_context.ts";

/**
 * Adds up the cost of one calculation, in nanoseconds on the reference machine of `limbs/costs.ts`,
 * and reports progress.
 */
export class Meter {
  readonly #context: ComputeContext;
  #expected = Infinity;
  #spent = 0;

  constructor(context: ComputeContext) {
    this.#context = context;
  }

  /** Sets the expected cost of the whole calculation; progress is 0 until then. */
  expect(cost: () => number): void {
    if (this.#context.onProgress) this.#expected = cost();
  }

  /** Throws `Cancelled` when the calculation has been cancelled. */
  checkpoint(): void {
    this.#context.checkpoint();
  }

  /** Adds the cost of a completed step, passes a checkpoint and reports progress. */
  spend(cost: number): void {
    this.#spent += cost;
    this.#context.checkpoint();
    this.#context.onProgress?.(Math.min(this.#spent / this.#expected, 1));
  }
}
