import assert from "node:assert/strict";
import { findOperation } from "../../domain/operations/mod.ts";
import { Question } from "../../domain/question.ts";
import { createRecordedResults, questionOf } from "../../domain/recorded_results.ts";
import { resultText } from "../../domain/result_text.ts";
import { logEntry } from "../../testing/log_entries.ts";

const questions = [
  ["factorial", { n: "20" }],
  ["pow", { base: "-1.50", exponent: "2e1" }],
  ["pow", { base: "6/4", exponent: "-3", mod: "1000000007" }],
  ["fibonacci", { n: "1e18", outline: { leading: 3, trailing: 0 } }],
  ["gcd", { numbers: ["12", "1.8e1"] }],
  ["decimal", { value: "1/7" }],
] as const;

Deno.test("questionOf() restores the question of an entry", async (t) => {
  for (const [name, values] of questions) {
    await t.step(name, () => {
      const question = Question.parse(findOperation(name)!, values);
      const entry = logEntry({
        operation: name,
        input: question.canonical as Record<string, string>,
      });
      assert.equal(questionOf(entry)!.key, question.key);
    });
  }
});

Deno.test("questionOf() returns undefined for an abbreviated input and for another version's entry", () => {
  for (const input of [{ n: "123…456 (1001 digits)" }, { m: "5" }, { n: "five" }]) {
    assert.equal(questionOf(logEntry({ input })), undefined);
  }
  assert.equal(questionOf(logEntry({ operation: "retired" })), undefined);
});

Deno.test("a cached text that is not the recorded result is not returned", async () => {
  const recorded = await resultText("1".repeat(2_000));
  const others = [recorded, await resultText("2".repeat(2_000)), await resultText("3"), undefined];
  const { first, last, sha256 } = recorded as Extract<typeof recorded, { kind: "long" }>;
  const entry = logEntry({ result: null, first, last, sha256, digits: 2_000 });
  for (const cached of others) {
    const results = createRecordedResults({ get: () => Promise.resolve(cached) });
    assert.equal(await results.find(entry), cached === recorded ? recorded : undefined);
  }
});

Deno.test("a result that is recorded in full is not looked up", async () => {
  const results = createRecordedResults({ get: () => assert.fail("the cache was read") });
  const entry = logEntry({ result: "2432902008176640000", digits: 19 });
  assert.deepEqual(await results.find(entry), {
    kind: "short",
    text: "2432902008176640000",
    digits: 19,
  });
});

Deno.test("an abbreviated list is looked up", async () => {
  const results = createRecordedResults({ get: () => Promise.resolve(undefined) });
  assert.equal(await results.find(logEntry({ result: "[1…9] (2000 characters)" })), undefined);
});

Deno.test("questionOf() does not hide faults", () => {
  let reads = 0;
  const input = {
    get n() {
      if (reads++ > 0) throw new RangeError("damaged");
      return "20";
    },
  };
  assert.throws(() => questionOf(logEntry({ input })), { message: "damaged" });
});
