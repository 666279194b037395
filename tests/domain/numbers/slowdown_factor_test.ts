import assert from "node:assert/strict";
import { measureSlowdown } from "../../../domain/numbers/mod.ts";

Deno.test("measureSlowdown() is proportional to the time of a squaring", () => {
  const clockOf = (stepMs: number) => {
    let now = 0;
    return () => now += stepMs;
  };
  const [once, twice] = [measureSlowdown(clockOf(1)), measureSlowdown(clockOf(2))];
  assert.ok(once > 0);
  assert.equal(twice, 2 * once);
});
