import assert from "node:assert/strict";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";

Deno.test("Cancelled is an error with its own name", () => {
  const cancelled = new Cancelled("The client left");
  assert.ok(cancelled instanceof Error);
  assert.equal(cancelled.name, "Cancelled");
  assert.equal(cancelled.message, "The client left");
});

Deno.test("NEVER_CANCELLED passes every checkpoint", () => {
  assert.doesNotThrow(() => NEVER_CANCELLED.checkpoint());
});
