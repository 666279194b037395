import assert from "node:assert/strict";
import { Cancelled, type ComputeContext } from "../../../domain/numbers/mod.ts";

/** Counts checkpoints, cancels at one of them, and records the reported progress. */
export class RecordingContext implements ComputeContext {
  checkpoints = 0;
  readonly fractions: number[] = [];
  readonly #cancelAt: number;

  constructor(cancelAt = Infinity) {
    this.#cancelAt = cancelAt;
  }

  checkpoint(): void {
    this.checkpoints++;
    if (this.checkpoints === this.#cancelAt) throw new Cancelled();
  }

  onProgress(fraction: number): void {
    this.fractions.push(fraction);
  }

  /** Asserts that progress went from start to end and never decreased. */
  assertProgress(): void {
    const ascending = this.fractions.toSorted((a, b) => a - b);
    assert.deepEqual(this.fractions, ascending);
    assert.ok(this.fractions.length > 10);
    assert.ok(ascending[0]! < 0.1, `${ascending[0]} at first`);
    assert.ok(ascending.at(-1)! > 0.9, `${ascending.at(-1)} at last`);
    assert.ok(ascending.at(-1)! <= 1);
    const finished = this.fractions.filter((fraction) => fraction === 1).length;
    assert.ok(finished <= 1, `${finished} reports after the predicted end`);
  }
}
