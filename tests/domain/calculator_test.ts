import assert from "node:assert/strict";
import fc from "fast-check";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import { fibonacciOperation } from "../../domain/operations/fibonacci.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { powOperation } from "../../domain/operations/pow.ts";
import { Question } from "../../domain/question.ts";
import { wholeText } from "../../domain/result_text.ts";
import { uuidTime } from "../../domain/uuid_time.ts";
import { createFixture } from "./calculator_fixture.ts";

Deno.test("calculate() gives the exact answer and records exactly that", async () => {
  const { ask, entries, finished, lookUps } = createFixture();
  const answer = await ask(factorialOperation, { n: "2e1" });
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

/** Questions that are small enough to be answered at once, some of them often. */
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

Deno.test("every answer is that of its question, and has one entry of its own", async () => {
  const check = fc.asyncProperty(fc.array(smallQuestion, { maxLength: 40 }), async (questions) => {
    const { ask, entries, pool } = createFixture();
    const asked = new Set<string>();
    const ids: string[] = [];
    for (const [operation, values] of questions) {
      const answer = await ask(operation, values);
      const question = Question.parse(operation, values);
      assert.equal(wholeText(answer.result), question.compute(NEVER_CANCELLED));
      const spelling = `${operation.name} ${JSON.stringify(values)}`;
      assert.equal(answer.cached, asked.has(spelling));
      asked.add(spelling);
      ids.push(answer.id);
    }
    assert.deepEqual(entries.map(({ id }) => id), ids);
    assert.equal(new Set(ids).size, questions.length);
    assert.equal(pool.jobs.length, 0);
  });
  await fc.assert(check, { numRuns: 50 });
});

Deno.test("a calculation that is too large is refused with the numbers, and has no entry", async (t) => {
  const cases = [
    [factorialOperation, { n: "21" }, 20, "the factorial of 21"],
    [fibonacciOperation, { n: "100" }, 21, "the Fibonacci number 100"],
    [powOperation, { base: "10", exponent: "19" }, 20, "10 to the power 19"],
  ] as const;
  for (const [operation, values, digits, question] of cases) {
    await t.step(question, async () => {
      const { ask, entries, finished, lookUps } = createFixture({ maxDigits: 19 });
      await assert.rejects(ask(operation, values), {
        code: "result_too_large",
        message: `Cannot compute ${question}: it has ${digits} digits, at most 19 are allowed`,
        members: { predicted_digits: digits, max_digits: 19 },
      });
      assert.deepEqual(entries, []);
      assert.deepEqual(finished, [[operation.name, "refused", null]]);
      assert.deepEqual(lookUps, []);
    });
  }

  await t.step("the largest that is allowed is answered", async () => {
    const { ask, entries } = createFixture({ maxDigits: 19 });
    const { result } = await ask(factorialOperation, { n: "20" });
    assert.equal(result.digits, 19);
    assert.equal(entries.length, 1);
  });

  await t.step("digits beyond 2^53 are told as a string", async () => {
    const { ask, entries } = createFixture();
    const values = { base: "7", exponent: `1${"0".repeat(40)}` };
    await assert.rejects(ask(powOperation, values), (error: Error & { members?: unknown }) => {
      const { predicted_digits: digits } = error.members as Record<string, unknown>;
      assert.equal(typeof digits, "string");
      return true;
    });
    assert.deepEqual(entries, []);
  });

  await t.step("a long input is not repeated in full", async () => {
    const { ask } = createFixture();
    const values = { base: "1".repeat(5_000), exponent: "1000" };
    await assert.rejects(ask(powOperation, values), (error: Error) => {
      assert.ok(error.message.length < 250, error.message);
      assert.match(error.message, /\(5000 digits\)/);
      return true;
    });
  });
});

Deno.test("a question without an answer is refused, and has no entry", async () => {
  const { ask, lookUp, entries, finished } = createFixture();
  const question = { base: "0", exponent: "-1" };
  await assert.rejects(ask(powOperation, question), { code: "division_by_zero" });
  await assert.rejects(lookUp(powOperation, question), { code: "division_by_zero" });
  assert.deepEqual(entries, []);
  assert.deepEqual(finished, Array(2).fill(["pow", "refused", null]));
});

Deno.test("a result above the limit is refused even when a smaller one was predicted", async () => {
  const tooHopeful: Operation = { ...factorialOperation, predictDigits: () => 3 };
  const { ask, lookUp, entries, finished } = createFixture({ maxDigits: 10 });
  for (let i = 0; i < 2; i++) {
    await assert.rejects(ask(tooHopeful, { n: "20" }), {
      code: "result_too_large",
      members: { predicted_digits: 19, max_digits: 10 },
    });
  }
  assert.equal(await lookUp(tooHopeful, { n: "20" }), undefined);
  assert.deepEqual(entries, []);
  assert.deepEqual(finished.map(([, outcome]) => outcome), ["refused", "refused"]);
});

Deno.test("lookUp() answers from the cache, records it, and never computes", async (t) => {
  const { ask, lookUp, entries, pool, lookUps } = createFixture();

  await t.step("unknown, however small: nothing, and no entry", async () => {
    assert.equal(await lookUp(factorialOperation, { n: "5" }), undefined);
    assert.equal(await lookUp(factorialOperation, { n: "20000" }), undefined);
    assert.deepEqual(entries, []);
    assert.equal(pool.jobs.length, 0);
    assert.deepEqual(lookUps, ['["factorial",{"n":"5"}]', '["factorial",{"n":"20000"}]']);
  });

  await t.step("known: the answer, with an entry of its own", async () => {
    const answer = await ask(factorialOperation, { n: "5" });
    const known = await lookUp(factorialOperation, { n: "05.0" });
    assert.equal(known?.cached, true);
    assert.deepEqual(known?.result, answer.result);
    assert.notEqual(known?.id, answer.id);
    assert.deepEqual(entries.map(({ id, cached }) => [id, cached]), [
      [answer.id, false],
      [known?.id, true],
    ]);
  });

  await t.step("too large: refused", async () => {
    await assert.rejects(lookUp(factorialOperation, { n: "1e6" }), { code: "result_too_large" });
  });
});

Deno.test("an answer that cannot be recorded is not given", async () => {
  const failure = new Error("disk full");
  let isBroken = true;
  const { ask, lookUp, entries, finished } = createFixture({
    beforeAppend: () => {
      if (isBroken) throw failure;
    },
  });
  await assert.rejects(ask(factorialOperation, { n: "5" }), failure);
  await assert.rejects(lookUp(factorialOperation, { n: "5" }), failure);
  assert.deepEqual(finished, Array(2).fill(["factorial", "unrecorded", null]));
  isBroken = false;
  const { id } = await ask(factorialOperation, { n: "5" });
  assert.deepEqual(entries.map((entry) => entry.id), [id]);
});
