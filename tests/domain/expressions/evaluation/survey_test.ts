import assert from "node:assert/strict";
import { contextsFor } from "../../../../domain/expressions/evaluation/contexts.ts";
import { ruleOf } from "../../../../domain/expressions/evaluation/rules.ts";
import { survey } from "../../../../domain/expressions/evaluation/survey.ts";
import { planningTools } from "../../../../domain/expressions/evaluation/tools.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";

const tools = planningTools(NEVER_CANCELLED, 1_000_000);

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

Deno.test("a number without a value and without an outline has no logarithm", () => {
  const { logarithm } = contextsFor(tools);
  assert.equal(logarithm(surveyed("5", 0)), undefined);
  assert.equal(logarithm(surveyed("-5", 0)), undefined);
});
