import assert from "node:assert/strict";
import { contextsFor } from "../../../../domain/expressions/evaluation/contexts.ts";
import { ruleOf } from "../../../../domain/expressions/evaluation/rules.ts";
import { survey } from "../../../../domain/expressions/evaluation/survey.ts";
import { tooLarge } from "../../../../domain/expressions/evaluation/too_large.ts";
import { planningTools } from "../../../../domain/expressions/evaluation/tools.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";

const tools = planningTools(NEVER_CANCELLED, { maxDigits: 1_000_000 });

function surveyed(text: string, budget: number) {
  const expression = parseExpression(text, new Set());
  return survey(expression, { tools, ruleOf: (node) => ruleOf(node, {}), budget });
}

Deno.test("a survey without time leaves the values to the compute isolate", () => {
  const root = surveyed("2*3 + 4", 0);
  assert.equal(root.value, undefined);
  assert.equal(root.isDeferred, true);
  assert.equal(surveyed("2*3 + 4", 1).isDeferred, false);
});

Deno.test("the time of computed values is counted for the compute isolate, which starts anew", () => {
  const { spentSeconds, totalSeconds } = surveyed("3^9000 + 5^9000", 1);
  assert.equal(totalSeconds, 0);
  const { totalSeconds: predicted } = surveyed("3^9000 + 5^9000", 1e-5);
  assert.ok(spentSeconds > 0.5 * predicted && spentSeconds < 2 * predicted);
});

Deno.test("a value left open is no guess if its size is known", () => {
  assert.equal(surveyed("7^9000/3^9000 + 1", 1e-5).isOpen, false);
  assert.equal(surveyed("2^digitsum(3^50000)", 1e-5).isOpen, true);
});

Deno.test("a number without a value and without an outline has no logarithm", () => {
  const { logarithm } = contextsFor(tools);
  assert.equal(logarithm(surveyed("5", 0)), undefined);
  assert.equal(logarithm(surveyed("-5", 0)), undefined);
});

Deno.test("a product with a factor 0 that planning left open has no logarithm", () => {
  const { logarithm } = contextsFor(tools);
  for (const text of ["fib(0)*fib(1000000)", "fib(1000000)*fib(0)", "-fib(0)*fib(1000000)"]) {
    const root = surveyed(text, 1e-6);
    assert.equal(root.value, undefined, text);
    assert.equal(logarithm(root), undefined, text);
  }
});

Deno.test("a product of factors without a logarithm has none", () => {
  assert.equal(
    contextsFor(tools).logarithm(surveyed("partitions(1000) + partitions(1001)", 1e-6)),
    undefined,
  );
});

Deno.test("a value that takes longer than planning may is left open, however short it is", () => {
  assert.equal(surveyed("digitsum(3^50000)", 1e-6).isDeferred, true);
  assert.equal(surveyed("digitsum(3^50000)", 1).isDeferred, false);
  assert.equal(surveyed("max(divisors(3^50))", 0).isDeferred, true);
});

Deno.test("a number that cannot be counted in time is refused with a bound on its digits", () => {
  const { message } = tooLarge(surveyed("10^(10^10) - 1", 1e-3), tools, { isWhole: true });
  assert.match(
    message,
    /it has more than 9999999999 digits, but at most 1000000 digits are allowed/,
  );
});
