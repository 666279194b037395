import assert from "node:assert/strict";
import { UNPLANNED_SECONDS, withinPlanningTime } from "../../domain/planning_time.ts";
import { planQuestion } from "../../domain/question_plan.ts";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { evaluateOperation } from "../../domain/operations/evaluate.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import type { Options } from "../../domain/operations/options.ts";
import type { Description } from "../../domain/result_text.ts";
import { outlineTables } from "./numbers/outline/tools.ts";

const COMPUTE = { ...NEVER_CANCELLED, outlineTables };

function planOf(expression: string, options: Options = {}) {
  const input = evaluateOperation.input().parse({ expression });
  return planQuestion(evaluateOperation, input, options);
}

Deno.test("withinPlanningTime() returns the plan, or undefined once its time is over", () => {
  assert.equal(withinPlanningTime(() => 5), 5);
  const endless = withinPlanningTime(({ checkpoint }) => {
    for (;;) checkpoint();
  });
  assert.equal(endless, undefined);
});

Deno.test("withinPlanningTime() passes on errors", () => {
  const fail = () => {
    throw new RangeError("no plan");
  };
  assert.throws(() => withinPlanningTime(fail), RangeError);
});

Deno.test("the compute isolate plans the outline of any operation that takes too long to plan", () => {
  const endless: Operation = {
    ...factorialOperation,
    outlined: (_input, { context }) => {
      for (;;) context.checkpoint();
    },
  };
  const plan = planQuestion(endless, endless.input().parse({ n: 5 }), {
    outline: { leading: 5, trailing: 5 },
  });
  assert.equal(plan.predictSeconds(), UNPLANNED_SECONDS);
});

Deno.test("the compute isolate plans the outline of the difference of near numbers", () => {
  const outline = { leading: 20, trailing: 20 };
  const plan = planOf("10^1000000007 - (10^1000000007 - 1)", { outline });
  assert.equal(plan.predictSeconds(), UNPLANNED_SECONDS);
  assert.throws(() => plan.compute(COMPUTE), { code: "too_costly" });
});

Deno.test("the compute isolate plans the outline of a number that depends on a slow value", () => {
  const outline = { leading: 5, trailing: 5 };
  const plan = planOf("7^(nextprime(10^150) mod 10^8 + 2*10^7)", { outline });
  assert.ok(plan.predictSeconds() >= UNPLANNED_SECONDS);
  const { details } = plan.compute(COMPUTE) as Description;
  assert.equal((details.outline as { digits: string }).digits, "16902018");
});

Deno.test("the compute isolate plans comparisons of near numbers", () => {
  const plan = planOf("digits(10^1000000007 - (10^1000000007 - 1)) > 0");
  assert.equal(plan.predictSeconds({ maxDigits: 1_000_000 }), UNPLANNED_SECONDS);
  assert.throws(
    () => plan.compute({ ...COMPUTE, maxDigits: 1_000_000 }),
    { code: "result_too_large" },
  );
});
