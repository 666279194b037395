import assert from "node:assert/strict";
import fc from "fast-check";
import { ServiceError } from "../../domain/errors.ts";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import { fibonacciOperation } from "../../domain/operations/fibonacci.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { powOperation } from "../../domain/operations/pow.ts";
import { Question } from "../../domain/question.ts";
import { wholeText } from "../../domain/result_text.ts";
import { uuidTime } from "../../domain/uuid_time.ts";
import { createFixture } from "./calculator_fixture.ts";

Deno.test("calculate() returns the exact answer and records it", async () => {
  const { calculate, entries, finished, lookUps } = createFixture();
  const answer = await calculate(factorialOperation, { n: "2e1" });
  const result = { kind: "short", text: "2432902008176640000", digits: 19 };
  const { id, elapsedMs, timestamp, question } = answer;
  assert.deepEqual(answer, { id, question, result, cached: false, elapsedMs, timestamp });
  assert.equal(question.operation, factorialOperation);
  assert.deepEqual(question.canonical, { n: "20" });
  assert.equal(timestamp, new Date(uuidTime(id)).toISOString());
  assert.ok(elapsedMs >= 0);
  assert.deepEqual(entries, [{
    id,
    operation: "factorial",
    input: { n: "20" },
    result: "2432902008176640000",
    first: null,
    last: null,
    digits: 19,
    sha256: null,
    outcome: "ok",
    user: "user-1",
    username: "ada",
    timestamp,
    elapsed_ms: elapsedMs,
    cached: false,
    request_id: "request-1",
    schema: 1,
  }]);
  assert.deepEqual(finished, [["factorial", "ok", 19]]);
  assert.deepEqual(lookUps, ['["factorial",{"n":"20"}]']);
});

/** Questions small enough to be computed inline, from a range that makes repetitions likely. */
const smallQuestion: fc.Arbitrary<[Operation, Record<string, string>]> = fc.oneof(
  fc.tuple(
    fc.constantFrom<Operation>(factorialOperation, fibonacciOperation),
    fc.record({ n: fc.nat(30).map(String) }),
  ),
  fc.tuple(
    fc.constant<Operation>(powOperation),
    fc.record({ base: fc.integer({ min: 1, max: 12 }), exponent: fc.nat(23) })
      .map(({ base, exponent }) => ({ base: `${base}`, exponent: `${exponent}` })),
  ),
);

Deno.test("calculate() passes the trace of its requester to the pool and the entry", async () => {
  const { calculate, pool, entries } = createFixture();
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const answered = calculate(factorialOperation, { n: "20000" }, { traceparent });
  const job = await pool.arrived(1);
  assert.equal(job.traceparent, traceparent);
  await job.finish();
  await answered;
  assert.equal(entries[0]!.traceparent, traceparent);
});

Deno.test("calculate() records the API key of its requester", async () => {
  const { calculate, entries } = createFixture();
  await calculate(factorialOperation, { n: "5" }, {
    key: { kind: "key", id: "key-1", name: "bot" },
  });
  const [entry] = entries;
  assert.deepEqual([entry?.key, entry?.key_name], ["key-1", "bot"]);
});

Deno.test("calculate() returns the answer of each question and records one entry for each", async () => {
  const check = fc.asyncProperty(fc.array(smallQuestion, { maxLength: 40 }), async (questions) => {
    const { calculate, entries, pool } = createFixture();
    const seen = new Set<string>();
    const ids: string[] = [];
    for (const [operation, values] of questions) {
      const answer = await calculate(operation, values);
      const question = Question.parse(operation, values);
      assert.equal(wholeText(answer.result), question.plan.compute(NEVER_CANCELLED));
      const spelling = `${operation.name} ${JSON.stringify(values)}`;
      assert.equal(answer.cached, seen.has(spelling));
      seen.add(spelling);
      ids.push(answer.id);
    }
    assert.deepEqual(entries.map(({ id }) => id), ids);
    assert.equal(new Set(ids).size, questions.length);
    assert.equal(pool.jobs.length, 0);
  });
  await fc.assert(check, { numRuns: 50 });
});

Deno.test("calculate() rejects too large a result with both digit counts, and records nothing", async (t) => {
  const cases = [
    [factorialOperation, { n: "21" }, 20, "the factorial of 21"],
    [fibonacciOperation, { n: "100" }, 21, "the Fibonacci number 100"],
    [powOperation, { base: "10", exponent: "19" }, 20, "10 to the power 19"],
  ] as const;
  for (const [operation, values, digits, question] of cases) {
    await t.step(question, async () => {
      const { calculate, entries, finished, lookUps } = createFixture({ maxDigits: 19 });
      await assert.rejects(calculate(operation, values), {
        code: "result_too_large",
        message:
          `Cannot compute ${question}: it has ${digits} digits, but at most 19 are allowed; ` +
          "ask for its outline instead",
        members: { predicted_digits: digits, max_digits: 19 },
      });
      assert.deepEqual(entries, []);
      assert.deepEqual(finished, [[operation.name, "refused", null]]);
      assert.deepEqual(lookUps, []);
    });
  }

  await t.step("a result of exactly the limit is computed", async () => {
    const { calculate, entries } = createFixture({ maxDigits: 19 });
    const { result } = await calculate(factorialOperation, { n: "20" });
    assert.equal(result.digits, 19);
    assert.equal(entries.length, 1);
  });

  await t.step("predicted digits above 2^53 are a string", async () => {
    const { calculate, entries } = createFixture();
    const values = { base: "7", exponent: `1${"0".repeat(40)}` };
    const digits = "8450980400142568307122162585926361934836";
    await assert.rejects(
      calculate(powOperation, values),
      (error: Error & { members?: unknown }) => {
        const { predicted_digits: predicted } = error.members as Record<string, unknown>;
        assert.equal(predicted, digits);
        return true;
      },
    );
    assert.deepEqual(entries, []);
  });

  await t.step("the message abbreviates a long input", async () => {
    const { calculate } = createFixture();
    const values = { base: "1".repeat(1_100), exponent: "1000" };
    await assert.rejects(calculate(powOperation, values), (error: Error) => {
      assert.ok(error.message.length < 250, error.message);
      assert.match(error.message, /\(1100 digits\)/);
      return true;
    });
  });
});

Deno.test("the slowdown of the machine is read with the first question", () => {
  let reads = 0;
  const slow = createFixture({ slowdownFactor: () => ++reads && 10 });
  assert.equal(reads, 0);
  const question = Question.parse(factorialOperation, { n: "20" });
  const { predictedSeconds } = slow.calculator.accept(question);
  assert.equal(
    predictedSeconds,
    createFixture().calculator.accept(question).predictedSeconds * 10,
  );
  assert.ok(reads > 0);
});

Deno.test("limits of a question that takes long to plan are checked in the pool", async () => {
  const { calculate, pool, entries, finished } = createFixture({ maxDigits: 1_000 });
  const pending = calculate(fibonacciOperation, { n: "7".repeat(3_000) });
  const job = await pool.arrived(1);
  assert.deepEqual(job.limits, { maxDigits: 1_000, maxSeconds: Infinity, slowdownFactor: 1 });
  job.fail(new ServiceError("result_too_large", "Too large"));
  await assert.rejects(pending, { code: "result_too_large" });
  assert.deepEqual(finished, [["fibonacci", "refused", null]]);
  assert.deepEqual(entries, []);
});

Deno.test("calculate() rejects a question without an answer, and records nothing", async () => {
  const { calculate, lookUp, entries, finished } = createFixture();
  const question = { base: "0", exponent: "-1" };
  await assert.rejects(calculate(powOperation, question), { code: "division_by_zero" });
  await assert.rejects(lookUp(powOperation, question), { code: "division_by_zero" });
  assert.deepEqual(entries, []);
  assert.deepEqual(finished, Array(2).fill(["pow", "refused", null]));
});

Deno.test("calculate() rejects a result above the limit even if the prediction was lower", async () => {
  const underestimated: Operation = { ...factorialOperation, predictDigits: () => 3 };
  const { calculate, lookUp, entries, finished } = createFixture({ maxDigits: 10 });
  for (let i = 0; i < 2; i++) {
    await assert.rejects(calculate(underestimated, { n: "20" }), {
      code: "result_too_large",
      members: { predicted_digits: 19, max_digits: 10 },
    });
  }
  assert.equal(await lookUp(underestimated, { n: "20" }), undefined);
  assert.deepEqual(entries, []);
  assert.deepEqual(finished.map(([, outcome]) => outcome), ["refused", "refused"]);
});

Deno.test("find() returns a cached result and records nothing", async () => {
  const { calculator, calculate, entries } = createFixture();
  const question = Question.parse(factorialOperation, { n: "5" });
  assert.equal(await calculator.find(question), undefined);
  const { result } = await calculate(factorialOperation, { n: "5" });
  assert.deepEqual(await calculator.find(question), result);
  assert.equal(entries.length, 1);
});

Deno.test("lookUp() answers from the cache, records the answer, and never computes", async (t) => {
  const { calculate, lookUp, entries, pool, lookUps } = createFixture();

  await t.step(
    "not cached: returns undefined and records nothing, even for small questions",
    async () => {
      assert.equal(await lookUp(factorialOperation, { n: "5" }), undefined);
      assert.equal(await lookUp(factorialOperation, { n: "20000" }), undefined);
      assert.deepEqual(entries, []);
      assert.equal(pool.jobs.length, 0);
      assert.deepEqual(lookUps, ['["factorial",{"n":"5"}]', '["factorial",{"n":"20000"}]']);
    },
  );

  await t.step("cached: returns the answer and records a new entry", async () => {
    const answer = await calculate(factorialOperation, { n: "5" });
    const cached = await lookUp(factorialOperation, { n: "05.0" });
    assert.equal(cached?.cached, true);
    assert.deepEqual(cached?.result, answer.result);
    assert.notEqual(cached?.id, answer.id);
    assert.deepEqual(entries.map((entry) => [entry.id, entry.cached]), [
      [answer.id, false],
      [cached?.id, true],
    ]);
  });

  await t.step("too large: rejects", async () => {
    await assert.rejects(lookUp(factorialOperation, { n: "1e6" }), { code: "result_too_large" });
  });
});

Deno.test("calculate() and lookUp() reject if the answer cannot be recorded", async () => {
  const failure = new Error("disk full");
  let isBroken = true;
  const { calculate, lookUp, entries, finished } = createFixture({
    beforeAppend: () => {
      if (isBroken) throw failure;
    },
  });
  await assert.rejects(calculate(factorialOperation, { n: "5" }), failure);
  await assert.rejects(lookUp(factorialOperation, { n: "5" }), failure);
  assert.deepEqual(finished, Array(2).fill(["factorial", "unrecorded", null]));
  isBroken = false;
  const { id } = await calculate(factorialOperation, { n: "5" });
  assert.deepEqual(entries.map((entry) => entry.id), [id]);
});
