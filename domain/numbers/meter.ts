import type { ComputeContext } from "./compute_context.ts";

/** Counts the work of one calculation, in nanoseconds of the machine that `costs.ts` is about. */
export class Meter {
  readonly #work: ComputeContext;
  #expected = Infinity;
  #spent = 0;

  constructor(work: ComputeContext) {
    this.#work = work;
  }

  /** Sets what the whole calculation is expected to cost; until then there is no progress. */
  expect(cost: () => number): void {
    if (this.#work.progress) this.#expected = cost();
  }

  /** Throws `Stopped` when nobody wants the result any more. */
  checkpoint(): void {
    this.#work.checkpoint();
  }

  /** Counts work that is done, and is a checkpoint. */
  spend(cost: number): void {
    this.#spent += cost;
    this.#work.checkpoint();
    this.#work.progress?.(Math.min(this.#spent / this.#expected, 1));
  }
}
