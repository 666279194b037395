import assert from "node:assert/strict";
import { withTimeout } from "../../../infra/async/with_timeout.ts";

const IN_TIME = { timeoutMs: 60_000, message: "No answer" };
const LATE = { timeoutMs: 1, message: "No answer" };

Deno.test("withTimeout() returns the result of work that ends in time", async () => {
  assert.equal(await withTimeout(Promise.resolve("result"), IN_TIME), "result");
});

Deno.test("withTimeout() throws the error of work that fails in time", async () => {
  const failing = Promise.reject(new Error("failed"));
  await assert.rejects(withTimeout(failing, IN_TIME), { message: "failed" });
});

Deno.test("withTimeout() throws after the timeout, and handles a later rejection", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  await assert.rejects(withTimeout(promise, LATE), { message: "No answer within 1 ms" });
  reject(new Error("late"));
  await new Promise((resolve) => setTimeout(resolve));
});
