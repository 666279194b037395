import assert from "node:assert/strict";
import fc from "fast-check";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import { type Operation, OPERATIONS } from "../../domain/operations/mod.ts";
import { optionShape, supportedOptions } from "../../domain/operations/options.ts";
import { powOperation } from "../../domain/operations/pow.ts";
import { Question, questionField, questionShape } from "../../domain/question.ts";

Deno.test("parse() gives equal questions the same key, however they are written", () => {
  const spellings = ["20", "2e1", "020", "20.0", 20];
  const keys = spellings.map((n) => Question.parse(factorialOperation, { n }).key);
  assert.equal(new Set(keys).size, 1);
  assert.deepEqual(Question.parse(factorialOperation, { n: "2e1" }).canonical, { n: "20" });
});

Deno.test("parse() reports every invalid field", () => {
  assert.throws(() => Question.parse(powOperation, { base: "x", exponent: "1.5" }), {
    code: "invalid_input",
    errors: [
      {
        field: "base",
        message: 'Cannot read "x" as a number: write digits only, as in 1000 or 1.5e3',
      },
      { field: "exponent", message: 'Cannot use "1.5": an integer is required' },
    ],
  });
});

/** An operation on texts, which are their own canonical form. */
function operationOn(names: readonly string[], name = "joined"): Operation {
  return {
    ...factorialOperation,
    name,
    canonical: (input: readonly string[]) =>
      Object.fromEntries(names.map((member, i) => [member, input[i]!])),
  };
}

Deno.test("key differs between different questions, for any characters", () => {
  const texts = fc.tuple(fc.string(), fc.string());
  fc.assert(fc.property(texts, texts, (one, other) => {
    const operation = operationOn(["a", "b"]);
    const keys = [one, other].map((input) => new Question(operation, input, {}).key);
    assert.equal(keys[0] === keys[1], one.every((text, i) => text === other[i]));
  }));
  const joined = [["1:2", "3"], ["1", "2:3"]];
  const [first, second] = joined.map((input) =>
    new Question(operationOn(["a", "b"]), input, {}).key
  );
  assert.notEqual(first, second);
});

Deno.test("key differs between operations with equal inputs", () => {
  const keys = ["one", "other"].map((name) =>
    new Question(operationOn(["a"], name), ["1"], {}).key
  );
  assert.notEqual(keys[0], keys[1]);
});

Deno.test("fromMessage() restores a question that was sent to another isolate", () => {
  const question = Question.parse(powOperation, { base: "-1.5", exponent: "-3" });
  const restored = Question.fromMessage(structuredClone(question.message()));
  assert.equal(restored.key, question.key);
  assert.equal(restored.plan.compute(NEVER_CANCELLED), "-8/27");
  const unknown = { ...question.message(), operation: "unknown" };
  assert.throws(() => Question.fromMessage(unknown), RangeError);
});

Deno.test("no input of an operation has the name of an option", () => {
  for (const operation of OPERATIONS) {
    const inputs = Object.keys(operation.input().shape);
    const options = Object.keys(optionShape());
    assert.deepEqual(inputs.filter((name) => options.includes(name)), [], operation.name);
    const names = [...inputs, ...supportedOptions(operation)];
    assert.deepEqual(Object.keys(questionShape(operation)), names);
  }
});

Deno.test("a question has the fields of its operation and no member of every object", () => {
  assert.ok(questionField(factorialOperation, "n"));
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    assert.equal(questionField(factorialOperation, name), undefined, name);
  }
});
