import assert from "node:assert/strict";
import { squarePlan } from "../../../domain/numbers/limbs/plan.ts";
import { measureSlowdown } from "../../../domain/numbers/mod.ts";

/** Predicted milliseconds to square the 8,000 digits that `measureSlowdown()` squares. */
const PREDICTED_MS = squarePlan(2_000).cost / 1e6;

Deno.test("measureSlowdown() is the time of a squaring relative to its prediction", () => {
  for (const slowdown of [0.5, 1, 2, 10]) {
    assertNear(measureSlowdown(clockWith(() => slowdown)), slowdown);
  }
});

Deno.test("measureSlowdown() is the minimum of the times measured", () => {
  assertNear(measureSlowdown(clockWith((reading) => reading % 10 === 0 ? 1 : 3)), 1);
});

Deno.test("measureSlowdown() ignores the times of the warm-up", () => {
  assertNear(measureSlowdown(clockWith((reading) => reading < 20 ? 0.1 : 1)), 1);
});

Deno.test("measureSlowdown() makes 25 squarings in each phase, however long they take", () => {
  let readings = 0;
  measureSlowdown(clockWith((reading) => {
    readings = reading + 1;
    return 1e6;
  }));
  assert.ok(readings >= 2 * 25, `${readings}`);
});

/** A clock that advances with each reading, by a multiple of the predicted time of a squaring. */
function clockWith(multiple: (reading: number) => number): () => number {
  let [now, reading] = [0, 0];
  return () => now += PREDICTED_MS * multiple(reading++);
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual / expected - 1) < 1e-9, `${actual} instead of ${expected}`);
}
