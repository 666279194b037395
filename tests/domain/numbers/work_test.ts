import assert from "node:assert/strict";
import { Stopped, UNSTOPPABLE } from "../../../domain/numbers/mod.ts";

Deno.test("Stopped is an error of that name", () => {
  const stopped = new Stopped("Nobody waits");
  assert.ok(stopped instanceof Error);
  assert.equal(stopped.name, "Stopped");
  assert.equal(stopped.message, "Nobody waits");
});

Deno.test("UNSTOPPABLE never stops", () => {
  assert.doesNotThrow(() => UNSTOPPABLE.checkpoint());
});
