import assert from "node:assert/strict";
import { createSharedTimeout } from "../../routes/shared_timeout.ts";

const never = () => new Promise<never>(() => {});

Deno.test("createDeadlines() fails what does not end in time with its own error", async () => {
  const deadlines = createSharedTimeout(20);
  const results = await Promise.allSettled(
    ["a", "b", "c"].map((name) => deadlines.limit(never(), () => new Error(`late: ${name}`))),
  );
  assert.deepEqual(
    results.map((result) => result.status === "rejected" && result.reason.message),
    ["late: a", "late: b", "late: c"],
  );
});

Deno.test("createDeadlines() fails what begins while an earlier limit runs", async () => {
  const deadlines = createSharedTimeout(20);
  const late = () => new Error("late");
  await assert.rejects(deadlines.limit(never(), late), /late/);
  const first = deadlines.limit(never(), late);
  await deadlines.limit(Promise.resolve(), late);
  const second = deadlines.limit(never(), late);
  await assert.rejects(first, /late/);
  await assert.rejects(second, /late/);
});

Deno.test("createDeadlines() hands on the result or error of what ends in time", async () => {
  const deadlines = createSharedTimeout(20);
  const late = () => new Error("late");
  assert.equal(await deadlines.limit(Promise.resolve(5), late), 5);
  await assert.rejects(deadlines.limit(Promise.reject(new RangeError("own")), late), /own/);
  await assert.rejects(deadlines.limit(never(), late), /late/);
});
