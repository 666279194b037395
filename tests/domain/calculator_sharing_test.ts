import assert from "node:assert/strict";
import { ServiceError, unavailable } from "../../domain/errors.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { createFixture } from "./calculator_fixture.ts";

/** A factorial of 16,326 digits, which is computed in the pool. */
const LONG = { n: "5000" };

function createClient() {
  const controller = new AbortController();
  const reason = new Error("The client has disconnected");
  return { reason, disconnect: () => controller.abort(reason), signal: () => controller.signal };
}

Deno.test("calculate() passes long work to the pool, with the user and the predicted time", async () => {
  const { calculate, pool } = createFixture();
  const answer = calculate(factorialOperation, LONG, { userId: "user-2" });
  const job = await pool.arrived(1);
  assert.deepEqual([...job.users], ["user-2"]);
  assert.equal(job.question.operation.name, "factorial");
  assert.ok(job.predictedSeconds > 50e-6 && job.predictedSeconds < 1);
  await job.finish();
  assert.equal((await answer).result.digits, 16_326);
});

Deno.test("calculate() does not read the requester's signal for short work", async () => {
  const { calculate, entries } = createFixture();
  const signal = () => assert.fail("signal() was called");
  await calculate(factorialOperation, { n: "20" }, { signal });
  assert.equal(entries.length, 1);
});

Deno.test("concurrent equal questions are computed once, and each has its own id and entry", async () => {
  const { calculate, pool, entries, finished } = createFixture();
  const requesters = [{ userId: "1" }, { userId: "2" }, { userId: "2" }];
  const spellings = ["5000", "5e3", "05000.0"];
  const answers = requesters.map((requester, i) =>
    calculate(factorialOperation, { n: spellings[i]! }, requester)
  );
  const job = await pool.arrived(1);
  assert.deepEqual([...job.users], ["1", "2"]);
  await job.finish();
  const results = await Promise.all(answers);
  assert.equal(pool.jobs.length, 1);
  assert.equal(new Set(results.map(({ id }) => id)).size, 3);
  assert.deepEqual(results.map(({ result }) => result), Array(3).fill(results[0]!.result));
  assert.deepEqual(entries.map(({ user }) => user).sort(), ["1", "2", "2"]);
  assert.deepEqual(new Set(entries.map(({ id }) => id)), new Set(results.map(({ id }) => id)));
  assert.deepEqual(finished, Array(3).fill(["factorial", "ok", 16_326]));
  assert.equal((await calculate(factorialOperation, LONG)).cached, true);
});

Deno.test("concurrent different questions are computed separately", async () => {
  const { calculate, pool } = createFixture();
  const answers = [
    calculate(factorialOperation, LONG),
    calculate(factorialOperation, { n: "5001" }),
  ];
  await pool.arrived(2);
  for (const job of pool.jobs) await job.finish();
  const [one, other] = await Promise.all(answers);
  assert.notDeepEqual(one!.result, other!.result);
});

Deno.test("a disconnect records `cancelled`, and the other requesters still get the answer", async () => {
  const { calculate, pool, entries } = createFixture();
  const { disconnect, signal, reason } = createClient();
  const cancelled = calculate(factorialOperation, LONG, { userId: "cancelled", signal });
  const completed = calculate(factorialOperation, LONG, { userId: "completed" });
  const job = await pool.arrived(1);
  disconnect();
  await assert.rejects(cancelled, reason);
  assert.deepEqual([...job.users], ["completed"]);
  await job.finish();
  assert.equal((await completed).result.digits, 16_326);
  assert.deepEqual(entries.map(({ user, outcome, digits }) => [user, outcome, digits]), [
    ["cancelled", "cancelled", null],
    ["completed", "ok", 16_326],
  ]);
});

Deno.test("the work is cancelled when its last requester disconnects", async () => {
  const { calculate, pool, entries, finished } = createFixture();
  const clients = [createClient(), createClient()];
  const answers = clients.map(({ signal }) => calculate(factorialOperation, LONG, { signal }));
  const job = await pool.arrived(1);
  for (const [i, { disconnect, reason }] of clients.entries()) {
    assert.equal(job.users.length, 1);
    disconnect();
    await assert.rejects(answers[i]!, reason);
  }
  assert.equal(job.users.length, 0);
  assert.deepEqual(entries.map(({ outcome }) => outcome), ["cancelled", "cancelled"]);
  assert.deepEqual(finished, Array(2).fill(["factorial", "cancelled", null]));

  const again = calculate(factorialOperation, LONG);
  await (await pool.arrived(2)).finish();
  assert.equal((await again).cached, false);
});

Deno.test("a requester that has already disconnected starts no work", async () => {
  const { calculate, pool, entries } = createFixture();
  const { disconnect, signal, reason } = createClient();
  disconnect();
  await assert.rejects(calculate(factorialOperation, LONG, { signal }), reason);
  assert.equal(pool.jobs.length, 0);
  assert.deepEqual(entries.map(({ outcome }) => outcome), ["cancelled"]);
});

Deno.test("failed work has an entry with its outcome, unless it was refused", async (t) => {
  const cases = [
    [new ServiceError("time_limit_exceeded", "Too slow"), "time_limit_exceeded"],
    [new ServiceError("internal", "It failed"), "internal"],
    [new RangeError("Maximum BigInt size exceeded"), "internal"],
    [new ServiceError("overloaded", "Too many"), undefined],
    [unavailable("The service is stopping"), "cancelled"],
  ] as const;
  for (const [error, outcome] of cases) {
    await t.step(`${error.name}: ${error.message}`, async () => {
      const { calculate, pool, entries, finished } = createFixture();
      const answers = [calculate(factorialOperation, LONG), calculate(factorialOperation, LONG)];
      (await pool.arrived(1)).fail(error);
      for (const answer of answers) await assert.rejects(answer, error);
      const outcomes = outcome === undefined ? [] : [outcome, outcome];
      assert.deepEqual(entries.map((entry) => entry.outcome), outcomes);
      assert.equal(new Set(entries.map(({ id }) => id)).size, outcomes.length);
      for (const { result, digits, cached } of entries) {
        assert.deepEqual({ result, digits, cached }, { result: null, digits: null, cached: false });
      }
      assert.deepEqual(finished, Array(2).fill(["factorial", outcome ?? "refused", null]));
    });
  }
});

Deno.test("short work that fails has an `internal` entry", async () => {
  const failure = new RangeError("Maximum BigInt size exceeded");
  const broken: Operation = {
    ...factorialOperation,
    compute() {
      throw failure;
    },
  };
  const { calculate, entries, entryErrors } = createFixture();
  await assert.rejects(calculate(broken, { n: "5" }), failure);
  assert.deepEqual(entries.map(({ outcome, input }) => [outcome, input]), [[
    "internal",
    { n: "5" },
  ]]);
  assert.deepEqual(entryErrors, []);
});

Deno.test("a failure that cannot be recorded is reported, and the requester gets the original error", async () => {
  const logFailure = unavailable("The answer cannot be recorded");
  const { calculate, pool, entries, entryErrors } = createFixture({
    beforeAppend: () => {
      throw logFailure;
    },
  });
  const answer = calculate(factorialOperation, LONG);
  (await pool.arrived(1)).fail(new ServiceError("time_limit_exceeded", "Too slow"));
  await assert.rejects(answer, { code: "time_limit_exceeded" });
  assert.deepEqual(entries, []);
  assert.deepEqual(entryErrors, [logFailure]);
});
