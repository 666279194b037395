import assert from "node:assert/strict";
import { type BatchItem, createBatches } from "../../domain/batch.ts";
import type { Answer, Requester } from "../../domain/calculator.ts";
import { invalidInput, ServiceError } from "../../domain/errors.ts";
import { evaluateOperation } from "../../domain/operations/evaluate.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import { Question } from "../../domain/question.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import { createFixture, type Fixture } from "./calculator_fixture.ts";

const clock = createSystemClock();

function factorial(n: number | string): Question {
  return Question.parse(factorialOperation, { n });
}

function createRequester(): Requester & { readonly disconnect: () => void } {
  const controller = new AbortController();
  return {
    principal: { userId: "user-1", username: "ada" },
    requestId: "request-1",
    signal: () => controller.signal,
    disconnect: () => controller.abort(new Error("The client has disconnected")),
  };
}

interface StartOptions {
  readonly maxSeconds?: number;
  readonly fixture?: Fixture;
}

async function start(items: readonly BatchItem[], options: StartOptions = {}) {
  const { maxSeconds = 60, fixture = createFixture() } = options;
  const batch = await createBatches({ ...fixture, clock, maxSeconds }).prepare(items);
  const requester = createRequester();
  const outcomes = new Map<number, PromiseSettledResult<Answer>>();
  const done = batch.run(requester, (index, outcome) => {
    assert.ok(!outcomes.has(index), `item ${index} has two outcomes`);
    outcomes.set(index, outcome);
  });
  return { ...fixture, batch, requester, outcomes, done };
}

/** Result of an item, or the code of its error. */
function textOf(outcome: PromiseSettledResult<Answer> | undefined): unknown {
  if (outcome?.status !== "fulfilled") return outcome?.reason.code ?? outcome?.reason.message;
  const { result } = outcome.value;
  return result.kind === "short" ? result.text : result.digits;
}

Deno.test("equal items are computed once, and each has its own entry with the id of the batch", async () => {
  const { batch, done, outcomes, entries, pool } = await start([
    factorial(5000),
    factorial(5),
    factorial("5e3"),
    factorial("5.0"),
    factorial(5000),
  ]);
  await (await pool.arrived(1)).finish();
  await done;
  assert.equal(pool.jobs.length, 1);
  const texts = [0, 1, 2, 3, 4].map((index) => textOf(outcomes.get(index)));
  assert.deepEqual(texts, [16_326, "120", 16_326, "120", 16_326]);
  assert.equal(new Set(entries.map(({ id }) => id)).size, 5);
  assert.deepEqual(new Set(entries.map(({ batch }) => batch)), new Set([batch.id]));
  assert.deepEqual(entries.filter(({ cached }) => cached).length, 3);
});

Deno.test("all items whose answer is cached are recorded as cached", async () => {
  const fixture = createFixture();
  await fixture.calculate(factorialOperation, { n: "5" });
  const { done, outcomes, entries } = await start([factorial(5), factorial("5.0")], { fixture });
  await done;
  assert.deepEqual([0, 1].map((index) => textOf(outcomes.get(index))), ["120", "120"]);
  assert.deepEqual(entries.map(({ cached }) => cached), [false, true, true]);
});

Deno.test("an item that is refused has an error and no entry, and the other items have answers", async () => {
  const { done, outcomes, entries } = await start([
    invalidInput("n", "A number is required"),
    factorial("1e18"),
    factorial(3),
  ]);
  await done;
  const texts = [0, 1, 2].map((index) => textOf(outcomes.get(index)));
  assert.deepEqual(texts, ["invalid_input", "result_too_large", "6"]);
  assert.equal(entries.length, 1);
});

Deno.test("a batch above four time limits is refused before anything is computed", async () => {
  const { calculator, entries, pool, lookUps } = createFixture();
  const question = factorial(20_000);
  const { predictedSeconds } = calculator.accept(question);
  const items = [question, factorial(20_001), factorial("1e18"), question];
  const prepare = (maxSeconds: number) =>
    createBatches({ calculator, clock, maxSeconds }).prepare(items);
  const needed = predictedSeconds * 2 / 4;
  await prepare(needed * 1.01);
  await assert.rejects(
    () => prepare(needed * 0.9),
    (error) => error instanceof ServiceError && error.code === "too_costly",
  );
  assert.deepEqual([entries, pool.jobs, lookUps], [[], [], []]);
});

Deno.test("the pool gets no more work of a batch than it can finish in the time limit", async () => {
  const questions = Array.from({ length: 6 }, (_, i) => factorial(20_000 + i));
  const { predictedSeconds } = createFixture().calculator.accept(questions[0]!);
  const { pool, done, outcomes } = await start(questions, { maxSeconds: predictedSeconds * 2.5 });
  for (let finished = 0; finished < questions.length; finished++) {
    await pool.arrived(Math.min(finished + 2, questions.length));
    assert.ok(pool.jobs.length <= finished + 2);
    await pool.jobs[finished]!.finish();
  }
  await done;
  assert.equal(outcomes.size, questions.length);
});

Deno.test("items that are left when a batch has used its time are refused", async () => {
  const questions = Array.from({ length: 6 }, (_, i) => factorial(20_000 + i));
  const { predictedSeconds } = createFixture().calculator.accept(questions[0]!);
  const maxSeconds = predictedSeconds * 2.5;
  const { pool, done, outcomes, entries } = await start(questions, { maxSeconds });
  await pool.arrived(2);
  pool.jobs[0]!.onMeasured!(4 * maxSeconds);
  await pool.jobs[0]!.finish();
  await pool.jobs[1]!.finish();
  await done;
  assert.equal(pool.jobs.length, 2);
  assert.equal(entries.length, 2);
  const texts = [2, 3, 4, 5].map((index) => textOf(outcomes.get(index)));
  assert.deepEqual(texts, Array(4).fill("too_costly"));
});

Deno.test("a batch starts no more unplanned items than its time allows", async () => {
  const questions = Array.from(
    { length: 12 },
    (_, i) =>
      Question.parse(evaluateOperation, {
        expression: `digits(10^${1e9 + i} - (10^${1e9 + i} - 1))`,
      }),
  );
  const { pool, done, outcomes } = await start(questions, { maxSeconds: 1 });
  await pool.arrived(4);
  for (let finished = 0; finished < questions.length; finished++) {
    await pool.arrived(finished + 1);
    assert.ok(pool.jobs.length <= finished + 4);
    pool.jobs[finished]!.onMeasured!(0.001);
    pool.jobs[finished]!.fail(new ServiceError("time_limit_exceeded", "Too slow"));
    await Promise.resolve();
  }
  await done;
  assert.equal(outcomes.size, questions.length);
});

Deno.test("equal items that fail together have one entry each", async () => {
  const { pool, done, outcomes, entries } = await start([factorial(5000), factorial(5000)]);
  (await pool.arrived(1)).fail(new ServiceError("time_limit_exceeded", "Too slow"));
  await done;
  assert.deepEqual([0, 1].map((index) => textOf(outcomes.get(index))), [
    "time_limit_exceeded",
    "time_limit_exceeded",
  ]);
  assert.deepEqual(entries.map(({ outcome }) => outcome), [
    "time_limit_exceeded",
    "time_limit_exceeded",
  ]);
});

Deno.test("a disconnect cancels running and waiting items, and each is recorded", async () => {
  const questions = Array.from({ length: 40 }, (_, i) => factorial(5_000 + i));
  const { pool, done, requester, entries } = await start(questions);
  await pool.arrived(1);
  requester.disconnect();
  await done;
  assert.ok(pool.jobs.length < questions.length);
  assert.ok(pool.jobs.every(({ users }) => users.length === 0));
  assert.deepEqual(entries.map(({ outcome }) => outcome), questions.map(() => "cancelled"));
});
