import assert from "node:assert/strict";
import { ServiceError, unavailable } from "../../domain/errors.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { createFixture } from "./calculator_fixture.ts";

/** 16,326 digits: too long for the thread that answers. */
const LONG = { n: "5000" };

function leaver() {
  const controller = new AbortController();
  const reason = new Error("The client has gone away");
  return { reason, leave: () => controller.abort(reason), signal: () => controller.signal };
}

Deno.test("long work goes to the pool with its user and its predicted time", async () => {
  const { ask, pool } = createFixture();
  const answer = ask(factorialOperation, LONG, { userId: "user-2" });
  const job = await pool.arrived(1);
  assert.deepEqual([...job.users], ["user-2"]);
  assert.equal(job.question.operation.name, "factorial");
  assert.ok(job.predictedSeconds > 50e-6 && job.predictedSeconds < 1);
  await job.finish();
  assert.equal((await answer).result.digits, 16_326);
});

Deno.test("short work asks nobody whether they are still there", async () => {
  const { ask, entries } = createFixture();
  const signal = () => assert.fail("asked");
  await ask(factorialOperation, { n: "20" }, { signal });
  assert.equal(entries.length, 1);
});

Deno.test("equal questions in flight are computed once, each with its own id and entry", async () => {
  const { ask, pool, entries, finished } = createFixture();
  const askers = [{ userId: "1" }, { userId: "2" }, { userId: "2" }];
  const spellings = ["5000", "5e3", "05000.0"];
  const answers = askers.map((asker, i) => ask(factorialOperation, { n: spellings[i]! }, asker));
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
  assert.equal((await ask(factorialOperation, LONG)).cached, true);
});

Deno.test("different questions in flight are computed separately", async () => {
  const { ask, pool } = createFixture();
  const answers = [ask(factorialOperation, LONG), ask(factorialOperation, { n: "5001" })];
  await pool.arrived(2);
  for (const job of pool.jobs) await job.finish();
  const [one, other] = await Promise.all(answers);
  assert.notDeepEqual(one!.result, other!.result);
});

Deno.test("an asker who leaves has a `cancelled` entry; the others still get the answer", async () => {
  const { ask, pool, entries } = createFixture();
  const { leave, signal, reason } = leaver();
  const left = ask(factorialOperation, LONG, { userId: "left", signal });
  const stayed = ask(factorialOperation, LONG, { userId: "stayed" });
  const job = await pool.arrived(1);
  leave();
  await assert.rejects(left, reason);
  assert.deepEqual([...job.users], ["stayed"]);
  await job.finish();
  assert.equal((await stayed).result.digits, 16_326);
  assert.deepEqual(entries.map(({ user, outcome, digits }) => [user, outcome, digits]), [
    ["left", "cancelled", null],
    ["stayed", "ok", 16_326],
  ]);
});

Deno.test("the work is told to stop when its last asker has left", async () => {
  const { ask, pool, entries, finished } = createFixture();
  const leavers = [leaver(), leaver()];
  const answers = leavers.map(({ signal }) => ask(factorialOperation, LONG, { signal }));
  const job = await pool.arrived(1);
  for (const [i, { leave, reason }] of leavers.entries()) {
    assert.equal(job.users.length, 1);
    leave();
    await assert.rejects(answers[i]!, reason);
  }
  assert.equal(job.users.length, 0);
  assert.deepEqual(entries.map(({ outcome }) => outcome), ["cancelled", "cancelled"]);
  assert.deepEqual(finished, Array(2).fill(["factorial", "cancelled", null]));

  const again = ask(factorialOperation, LONG);
  await (await pool.arrived(2)).finish();
  assert.equal((await again).cached, false);
});

Deno.test("an asker who has already left starts no work", async () => {
  const { ask, pool, entries } = createFixture();
  const { leave, signal, reason } = leaver();
  leave();
  await assert.rejects(ask(factorialOperation, LONG, { signal }), reason);
  assert.equal(pool.jobs.length, 0);
  assert.deepEqual(entries.map(({ outcome }) => outcome), ["cancelled"]);
});

Deno.test("failed work has an entry that says how it ended, unless it was refused", async (t) => {
  const cases = [
    [new ServiceError("time_limit_exceeded", "Too slow"), "time_limit_exceeded"],
    [new ServiceError("internal", "It failed"), "internal"],
    [new RangeError("Maximum BigInt size exceeded"), "internal"],
    [new ServiceError("overloaded", "Too many"), undefined],
    [unavailable("The service is stopping"), "cancelled"],
  ] as const;
  for (const [error, outcome] of cases) {
    await t.step(`${error.name}: ${error.message}`, async () => {
      const { ask, pool, entries, finished } = createFixture();
      const answers = [ask(factorialOperation, LONG), ask(factorialOperation, LONG)];
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
  const { ask, entries, lost } = createFixture();
  await assert.rejects(ask(broken, { n: "5" }), failure);
  assert.deepEqual(entries.map(({ outcome, input }) => [outcome, input]), [[
    "internal",
    { n: "5" },
  ]]);
  assert.deepEqual(lost, []);
});

Deno.test("a failure that cannot be recorded is told, and the asker learns of the failure", async () => {
  const logFailure = unavailable("The answer cannot be recorded");
  const { ask, pool, entries, lost } = createFixture({
    beforeAppend: () => {
      throw logFailure;
    },
  });
  const answer = ask(factorialOperation, LONG);
  (await pool.arrived(1)).fail(new ServiceError("time_limit_exceeded", "Too slow"));
  await assert.rejects(answer, { code: "time_limit_exceeded" });
  assert.deepEqual(entries, []);
  assert.deepEqual(lost, [logFailure]);
});
