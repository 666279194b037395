import assert from "node:assert/strict";
import { ServiceError } from "../../../domain/errors.ts";
import { factorialOperation } from "../../../domain/operations/factorial.ts";
import { fibonacciOperation } from "../../../domain/operations/fibonacci.ts";
import { powOperation } from "../../../domain/operations/pow.ts";
import { Question } from "../../../domain/question.ts";
import { until } from "../../../testing/until.ts";
import { LARGE, LONG, SHORT, startPool } from "./pool_fixture.ts";

Deno.test("isolates compute every operation", async () => {
  await using pool = startPool();
  assert.equal(await pool.run(20), "2432902008176640000");
  assert.equal(await pool.run(20, { predictedSeconds: SHORT }), "2432902008176640000");
  const fibonacci = Question.parse(fibonacciOperation, { n: "100" });
  assert.equal(await pool.run(0, { question: fibonacci }), "354224848179261915075");
  const power = Question.parse(powOperation, { base: "-1.5", exponent: "-3" });
  assert.equal(await pool.run(0, { question: power }), "-8/27");
  const long = Question.parse(powOperation, { base: "10", exponent: "5000" });
  assert.equal(await pool.run(0, { question: long }), `1${"0".repeat(5_000)}`);
});

Deno.test("users with waiting jobs take turns", async () => {
  await using pool = startPool();
  const busy = pool.occupy({ userId: "hog" });
  const finished: string[] = [];
  const jobs = ["hog 1", "hog 2", "hog 3", "ada 1", "ada 2", "eve 1"].map((name, i) =>
    pool.run(i, { userId: name.slice(0, 3) }).then(() => finished.push(name))
  );
  assert.equal(pool.pool.waiting, 6);
  await busy.cancel();
  await Promise.all(jobs);
  assert.deepEqual(finished, ["hog 1", "ada 1", "eve 1", "hog 2", "ada 2", "hog 3"]);
});

Deno.test("the queue is limited for each user and for all users together", async () => {
  await using pool = startPool();
  const busy = pool.occupy();
  const overloaded = { code: "overloaded", retryAfterSeconds: 5 };
  const waiting = ["a", "b", "c", "d"].map((userId) =>
    Array.from({ length: 64 }, () => ({ userId, work: pool.start(1, { userId }) }))
  );
  for (const userId of ["a", "b", "c", "d"]) {
    await assert.rejects(pool.run(1, { userId }), overloaded);
  }
  assert.equal(pool.pool.waiting, 256);
  const displaced = waiting[0]!.pop()!;
  const fifth = { userId: "e", work: pool.start(1, { userId: "e" }) };
  await assert.rejects(displaced.work.result, overloaded);
  assert.equal(pool.pool.waiting, 256);
  assert.equal(await pool.run(5, { userId: "e", predictedSeconds: SHORT }), "120");

  for (const { userId, work } of [...waiting.flat(), fifth]) {
    work.leave(userId);
    await assert.rejects(work.result, { name: "AbortError" });
  }
  assert.equal(pool.pool.waiting, 0);
  await busy.cancel();
  assert.equal(await pool.run(5, { userId: "e" }), "120");
});

Deno.test("large work never delays short work", async () => {
  await using pool = startPool({ large: 2 });
  const busy = [pool.occupy(), pool.occupy(), pool.occupy()];
  assert.equal(pool.pool.busy, 2);
  assert.equal(pool.pool.waiting, 1);
  for (let n = 0; n < 5; n++) {
    assert.equal(await pool.run(n, { predictedSeconds: SHORT }), ["1", "1", "2", "6", "24"][n]);
  }
  assert.equal(pool.pool.waiting, 1);
  for (const { cancel } of busy) await cancel();
});

Deno.test("idle isolates for large work also run short work", async () => {
  await using pool = startPool();
  const busy = pool.occupy({ predictedSeconds: SHORT });
  assert.equal(await pool.run(5, { predictedSeconds: SHORT }), "120");
  await busy.cancel();
});

Deno.test("cancelled work frees its isolate for the next job", async () => {
  await using pool = startPool();
  const busy = pool.occupy();
  const next = pool.run(5);
  assert.equal(pool.pool.waiting, 1);
  await busy.cancel();
  assert.equal(await next, "120");
  assert.equal(pool.pool.busy, 0);
});

Deno.test("cancelled work leaves the queue at once and never runs", async () => {
  await using pool = startPool();
  const busy = pool.occupy();
  const waiting = pool.start(5);
  const next = pool.run(6);
  waiting.leave("ada");
  assert.equal(pool.pool.waiting, 1);
  await assert.rejects(waiting.result, { name: "AbortError" });
  await busy.cancel();
  assert.equal(await next, "720");
});

Deno.test("work that exceeds the time limit is cancelled, and its isolate runs the next job", async () => {
  await using pool = startPool({ timeLimitMs: 200 });
  await assert.rejects(pool.run(LONG), {
    code: "time_limit_exceeded",
    message: "The calculation took longer than the allowed 0.2 s",
  });
  await until("the isolate is idle", () => pool.pool.busy === 0);
  assert.equal(await pool.run(5), "120");
});

Deno.test("a calculation that fails in its isolate rejects with an internal error and its cause", async () => {
  await using pool = startPool();
  await assert.rejects(
    pool.run(5, { question: new Question(factorialOperation, {}, {}) }),
    (error) => {
      assert.ok(error instanceof ServiceError);
      assert.equal(error.code, "internal");
      assert.equal(error.message, "The calculation failed");
      assert.match(String(error.cause), /TypeError/);
      return true;
    },
  );
  assert.equal(await pool.run(5), "120");
});

Deno.test("close() rejects running, waiting and later jobs, and frees the isolates", async () => {
  await using pool = startPool();
  const jobs = [pool.run(LONG), pool.run(5), pool.run(6, { predictedSeconds: SHORT })];
  pool.pool.close();
  for (const job of [...jobs, pool.run(5)]) {
    await assert.rejects(job, { code: "unavailable", message: "The service is stopping" });
  }
  assert.equal(pool.pool.waiting, 0);
  await until("every isolate is idle", () => pool.pool.busy === 0);
});

Deno.test("running work reports its progress, and waiting work reports none", async () => {
  await using test = startPool();
  const running = test.start(LONG);
  const waiting = test.start(1_000, { userId: "bob", predictedSeconds: LARGE });
  const { fraction } = await until("progress is reported", () => {
    const progress = running.progress();
    return progress.fraction > 0 && progress;
  });
  assert.ok(fraction < 1);
  assert.equal(waiting.progress().fraction, 0);
  running.leave("ada");
  await assert.rejects(running.result, { name: "AbortError" });
  assert.ok(running.progress().fraction >= fraction);
  await waiting.result;
  assert.deepEqual(waiting.progress(), { fraction: 1, secondsLeft: 0 });
});

Deno.test("secondsLeft of waiting work includes all earlier jobs", async () => {
  await using test = startPool();
  const seconds = (work: ReturnType<typeof test.start>) => work.progress().secondsLeft;
  const running = test.start(LONG, { predictedSeconds: 40 });
  const first = test.start(LONG + 1, { userId: "bob", predictedSeconds: 20 });
  const second = test.start(LONG + 2, { userId: "bob", predictedSeconds: 30 });
  const other = test.start(LONG + 3, { userId: "eve", predictedSeconds: 10 });
  for (
    const [work, earlier, more] of [[first, running, 20], [other, first, 10], [
      second,
      other,
      30,
    ]] as const
  ) {
    const difference = seconds(work) - seconds(earlier);
    assert.ok(Math.abs(difference - more) < 1, String(difference));
  }
  test.pool.close();
  for (const { result } of [running, first, second, other]) await assert.rejects(result);
});
