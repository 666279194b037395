import assert from "node:assert/strict";
import { largestValue } from "../../domain/largest_value.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import { predictedDigits } from "../../domain/predicted_digits.ts";
import { Question } from "../../domain/question.ts";

function predict(name: string, values: Record<string, unknown>) {
  return predictedDigits(Question.parse(findOperation(name)!, values));
}

/** Predicts again while the code is not compiled yet and too slow for its time limit. */
function predictWarm(values: Record<string, unknown>) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const digits = predict("evaluate", values);
    if (digits !== undefined) return digits;
  }
  return undefined;
}

Deno.test("predictedDigits() counts the digits of integers without computing them", () => {
  assert.equal(predict("factorial", { n: "1000" }), 2_568);
  assert.equal(predict("factorial", { n: "1e18" }), 17565705518096748182n);
  assert.equal(predict("binomial", { n: "1000", k: "500" }), 300);
  assert.equal(predictWarm({ expression: "1000! + 1" }), 2_568);
  assert.equal(predictWarm({ expression: "2^100000" }), 30_103);
});

Deno.test("predictedDigits() is undefined where there is nothing to count", async (t) => {
  const cases = [
    ["a fraction", "evaluate", { expression: "1/3" }],
    ["a large fraction", "evaluate", { expression: "1/3^100000" }],
    ["a residue", "factorial", { n: "1000", mod: "7" }],
    ["an answer that is no number", "isprime", { n: "7" }],
    ["an input that takes long to plan", "factorial", { n: `1${"7".repeat(50_000)}` }],
  ] as const;
  for (const [name, operation, values] of cases) {
    await t.step(name, () => assert.equal(predict(operation, values), undefined));
  }
});

Deno.test("largestValue() is the last value with a result within the limit", () => {
  const largest = (name: string, values: Record<string, string>, maxDigits: number) =>
    largestValue(findOperation(name)!, values, maxDigits);
  assert.deepEqual(largest("factorial", { n: "1e18" }, 158), { field: "n", value: 100 });
  assert.deepEqual(largest("pow", { base: "-10", exponent: "1e9" }, 1_000), {
    field: "exponent",
    value: 999,
  });
  // Every exponent fits, or none does.
  assert.equal(largest("pow", { base: "1", exponent: "1" }, 10), undefined);
  assert.equal(largest("pow", { base: "1e20", exponent: "5" }, 10), undefined);
  assert.equal(largest("evaluate", { expression: "(10^18)!" }, 10), undefined);
  assert.equal(largest("binomial", { n: "1e9", k: "1e8" }, 10), undefined);
});
