import assert from "node:assert/strict";
import type { Answer } from "../../domain/calculator.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import { Question } from "../../domain/question.ts";
import { createShownAnswers } from "../../routes/shown_answers.ts";

function answerOf(n: number, id = `id-${n}`): Answer {
  return {
    question: Question.parse(factorialOperation, { n }),
    result: { kind: "short", text: "1", digits: 1 },
    cached: false,
    id,
    elapsedMs: 1,
    timestamp: "2026-01-31T12:00:00.000Z",
  };
}

Deno.test("an answer is remembered for its user, and the oldest one is forgotten", () => {
  const answers = createShownAnswers(2);
  const idOf = (user: string, n: number) => answers.find(user, answerOf(n).question)?.id;
  answers.remember("ada", answerOf(1));
  answers.remember("ada", answerOf(2));
  answers.remember("ada", answerOf(1, "again"));
  assert.equal(idOf("ada", 1), "again");
  assert.equal(idOf("grace", 1), undefined);
  answers.remember("grace", answerOf(3));
  assert.deepEqual([idOf("ada", 1), idOf("ada", 2), idOf("grace", 3)], [
    "again",
    undefined,
    "id-3",
  ]);
});
