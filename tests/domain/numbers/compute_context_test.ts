import assert from "node:assert/strict";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";

Deno.test("Stopped is an error of that name", () => {
  const stopped = new Cancelled("Nobody waits");
  assert.ok(stopped instanceof Error);
  assert.equal(stopped.name, "Stopped");
  assert.equal(stopped.message, "Nobody waits");
});

Deno.test("UNSTOPPABLE never stops", () => {
  assert.doesNotThrow(() => NEVER_CANCELLED.checkpoint());
});
