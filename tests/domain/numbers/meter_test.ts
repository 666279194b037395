import assert from "node:assert/strict";
import { Meter } from "../../../domain/numbers/meter.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { RecordingContext } from "./recording_context.ts";

Deno.test("Meter reports the spent fraction of the expected cost, at most 1", () => {
  const context = new RecordingContext();
  const meter = new Meter(context);
  meter.spend(10);
  meter.expect(() => 100);
  for (const cost of [15, 50, 75]) meter.spend(cost);
  assert.deepEqual(context.fractions, [0, 0.25, 0.75, 1]);
});

Deno.test("Meter's checkpoints are those of its context", () => {
  const meter = new Meter(new RecordingContext(2));
  meter.spend(1);
  assert.throws(() => meter.checkpoint(), Cancelled);
});

Deno.test("Meter does not predict the cost without onProgress", () => {
  const meter = new Meter(NEVER_CANCELLED);
  meter.expect(() => assert.fail("The cost is not needed"));
  meter.spend(1);
});
