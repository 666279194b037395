import assert from "node:assert/strict";
import { deadlineIn } from "../../../infra/async/deadline.ts";

const LONG_MS = 60_000;

Deno.test("a deadline counts down to 0 and no further", () => {
  const left = deadlineIn(LONG_MS).leftMs();
  assert.ok(left > LONG_MS - 1_000 && left <= LONG_MS, `${left}`);
  assert.equal(deadlineIn(-1).leftMs(), 0);
});

Deno.test("an earlier deadline leaves the difference", () => {
  const deadline = deadlineIn(LONG_MS);
  const [left, earlier] = [deadline.leftMs(), deadline.earlier(1_000).leftMs()];
  assert.ok(Math.abs(left - earlier - 1_000) < 100, `${left} ${earlier}`);
  assert.equal(deadline.earlier(LONG_MS + 1).leftMs(), 0);
});

Deno.test("wait() is true when the work ends before the deadline", async () => {
  assert.equal(await deadlineIn(LONG_MS).wait(Promise.resolve("done")), true);
});

Deno.test("wait() is false at the deadline, and a later rejection is handled", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  assert.equal(await deadlineIn(1).wait(promise), false);
  reject(new Error("late"));
  await new Promise((resolve) => setTimeout(resolve));
});

Deno.test("wait() rejects when the work fails before the deadline", async () => {
  const failing = Promise.reject(new Error("failed"));
  await assert.rejects(deadlineIn(LONG_MS).wait(failing), { message: "failed" });
});
