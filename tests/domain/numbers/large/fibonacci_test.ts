import assert from "node:assert/strict";
import { largeFibonacci } from "../../../../domain/numbers/large/fibonacci.ts";
import type { Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { digitsFromLimbs } from "../../../../domain/numbers/limbs/text.ts";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { smallFibonacci } from "../../../../domain/numbers/small/fibonacci.ts";
import { RecordingContext } from "../recording_context.ts";

Deno.test("largeFibonacci() equals smallFibonacci() with any number of doublings", () => {
  const multiplier = Multiplier.for(NEVER_CANCELLED);
  for (const n of [2, 1_999, 2_000, 2_001, 3_999, 4_000, 4_001, 8_191, 12_345]) {
    assert.equal(
      digitsFromLimbs(largeFibonacci(n, multiplier)),
      String(smallFibonacci(n)),
      `F(${n})`,
    );
  }
});

Deno.test("largeFibonacci() has a checkpoint for every 2^18 limbs that it divides by 5", () => {
  const context = new RecordingContext();
  largeFibonacci(12_000_000, new UncountedMultiplier(new Workspace(), new Meter(context)));
  // After the first pair, and twice in the 313,482 limbs of F(6,000,000).
  assert.equal(context.checkpoints, 1 + 2);
});

/** Multiplies without checkpoints, so only those of its caller are counted. */
class UncountedMultiplier extends Multiplier {
  readonly #multiplier = Multiplier.for(NEVER_CANCELLED);

  override product(a: Limbs, b: Limbs): Limbs {
    return this.#multiplier.product(a, b);
  }

  override productAndSquare(x: Limbs, y: Limbs): [product: Limbs, square: Limbs] {
    return this.#multiplier.productAndSquare(x, y);
  }
}
