import assert from "node:assert/strict";
import { factorialOperation } from "../../../domain/operations/factorial.ts";
import { Question } from "../../../domain/question.ts";
import { createIsolatePool } from "../../../infra/compute/pool.ts";

/** A pool whose only isolate accepts requests and never replies. */
function createSilentPool() {
  const { port1, port2 } = new MessageChannel();
  const [stopFlag, progress] = [0, 0].map(() =>
    new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  ) as [Int32Array<SharedArrayBuffer>, Int32Array<SharedArrayBuffer>];
  const isolate = { kind: "large", port: port1, stopFlag, progress } as const;
  const pool = createIsolatePool([isolate], { timeLimitMs: 50 });
  const question = Question.parse(factorialOperation, { n: "5" });
  const job = { question, predictedSeconds: 1 };
  return {
    pool,
    stopFlag,
    run: () => pool.run("ada", job).result,
    [Symbol.dispose]: () => {
      port1.close();
      port2.close();
    },
  };
}

Deno.test("a job that waits too long is rejected as overloaded", async () => {
  using silent = createSilentPool();
  const overloaded = {
    code: "overloaded",
    message: "The calculation waited too long in the queue",
    retryAfterSeconds: 5,
  };
  await Promise.all([
    assert.rejects(silent.run(), { code: "time_limit_exceeded" }),
    assert.rejects(silent.run(), overloaded),
  ]);
  assert.equal(silent.pool.waiting, 0);
});

Deno.test("an isolate that does not reply stays busy, and its stop flag is set", async () => {
  using silent = createSilentPool();
  assert.equal(silent.stopFlag[0], 0);
  await assert.rejects(silent.run(), { code: "time_limit_exceeded" });
  assert.equal(silent.pool.busy, 1);
  assert.notEqual(silent.stopFlag[0], 0);
});
