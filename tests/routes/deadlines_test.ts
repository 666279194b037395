import assert from "node:assert/strict";
import { createDeadlines } from "../../routes/deadlines.ts";

const never = () => new Promise<never>(() => {});

Deno.test("createDeadlines() fails what does not end in time with its own error", async () => {
  const deadlines = createDeadlines(20);
  const results = await Promise.allSettled(
    ["a", "b", "c"].map((name) => deadlines.keep(never(), () => new Error(`late: ${name}`))),
  );
  assert.deepEqual(
    results.map((result) => result.status === "rejected" && result.reason.message),
    ["late: a", "late: b", "late: c"],
  );
});

Deno.test("createDeadlines() fails what begins while an earlier limit runs", async () => {
  const deadlines = createDeadlines(20);
  const late = () => new Error("late");
  await assert.rejects(deadlines.keep(never(), late), /late/);
  const first = deadlines.keep(never(), late);
  await deadlines.keep(Promise.resolve(), late);
  const second = deadlines.keep(never(), late);
  await assert.rejects(first, /late/);
  await assert.rejects(second, /late/);
});

Deno.test("createDeadlines() hands on the result or error of what ends in time", async () => {
  const deadlines = createDeadlines(20);
  const late = () => new Error("late");
  assert.equal(await deadlines.keep(Promise.resolve(5), late), 5);
  await assert.rejects(deadlines.keep(Promise.reject(new RangeError("own")), late), /own/);
  await assert.rejects(deadlines.keep(never(), late), /late/);
});
