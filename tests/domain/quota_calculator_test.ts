import assert from "node:assert/strict";
import { ServiceError } from "../../domain/errors.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import { Question } from "../../domain/question.ts";
import { createQuotaCalculator } from "../../domain/quota_calculator.ts";
import { createFixture } from "./calculator_fixture.ts";

const REQUESTER = {
  principal: { userId: "user-1", username: "ada" },
  requestId: "request-1",
  signal: () => new AbortController().signal,
};

Deno.test("a user whose quota is used up gets neither a result nor an entry", async () => {
  const fixture = createFixture();
  let isUsedUp = false;
  const checked: string[] = [];
  const calculator = createQuotaCalculator(fixture.calculator, {
    check: (userId) => {
      checked.push(userId);
      if (isUsedUp) throw new ServiceError("rate_limited", "The quota is used up");
    },
  });
  const question = Question.parse(findOperation("factorial")!, { n: "5" });
  const accepted = calculator.accept(question);
  const calls = [
    () => calculator.calculate(question, REQUESTER),
    () => calculator.lookUp(question, REQUESTER),
    () => calculator.calculateEqual(accepted, REQUESTER, 2),
  ];
  for (const call of calls) await call();
  assert.equal(fixture.entries.length, 4);
  isUsedUp = true;
  for (const call of calls) await assert.rejects(call, { message: "The quota is used up" });
  assert.equal(fixture.entries.length, 4);
  assert.deepEqual(new Set(checked), new Set(["user-1"]));
});
