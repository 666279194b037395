import assert from "node:assert/strict";
import { Meter } from "../../../domain/numbers/meter.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { StoppingWork } from "./stopping_work.ts";

Deno.test("a meter tells of the share that is spent, at most all of it", () => {
  const work = new StoppingWork();
  const meter = new Meter(work);
  meter.spend(10);
  meter.expect(() => 100);
  for (const cost of [15, 50, 75]) meter.spend(cost);
  assert.deepEqual(work.fractions, [0, 0.25, 0.75, 1]);
});

Deno.test("a meter's checkpoints are its work's", () => {
  const meter = new Meter(new StoppingWork(2));
  meter.spend(1);
  assert.throws(() => meter.checkpoint(), Cancelled);
});

Deno.test("a meter needs nobody to tell of progress", () => {
  const meter = new Meter(NEVER_CANCELLED);
  meter.expect(() => assert.fail("nobody asks"));
  meter.spend(1);
});
