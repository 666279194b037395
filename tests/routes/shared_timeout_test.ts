import assert from "node:assert/strict";
import { createSharedTimeout } from "../../routes/shared_timeout.ts";

const never = () => new Promise<never>(() => {});

Deno.test("limit() rejects work that exceeds the limit, each with its own error", async () => {
  const timeout = createSharedTimeout(20);
  const results = await Promise.allSettled(
    ["a", "b", "c"].map((name) => timeout.limit(never(), () => new Error(`timeout ${name}`))),
  );
  assert.deepEqual(
    results.map((result) => result.status === "rejected" && result.reason.message),
    ["timeout a", "timeout b", "timeout c"],
  );
});

Deno.test("limit() rejects work that starts while an earlier limit is running", async () => {
  const timeout = createSharedTimeout(20);
  const timeoutError = () => new Error("timeout");
  await assert.rejects(timeout.limit(never(), timeoutError), /timeout/);
  const first = timeout.limit(never(), timeoutError);
  await timeout.limit(Promise.resolve(), timeoutError);
  const second = timeout.limit(never(), timeoutError);
  await assert.rejects(first, /timeout/);
  await assert.rejects(second, /timeout/);
});

Deno.test("limit() settles like the work if it ends in time", async () => {
  const timeout = createSharedTimeout(20);
  const timeoutError = () => new Error("timeout");
  assert.equal(await timeout.limit(Promise.resolve(5), timeoutError), 5);
  await assert.rejects(timeout.limit(Promise.reject(new RangeError("own")), timeoutError), /own/);
  await assert.rejects(timeout.limit(never(), timeoutError), /timeout/);
});
