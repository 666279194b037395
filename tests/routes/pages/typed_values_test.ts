import assert from "node:assert/strict";
import { findOperation } from "../../../domain/operations/mod.ts";
import { readTypedValues } from "../../../routes/pages/typed_values.ts";

function read(name: string, sent: Record<string, unknown>) {
  return readTypedValues(findOperation(name)!, sent);
}

Deno.test("the values of a form are read by the kind of their field", () => {
  assert.deepEqual(read("pow", { base: "1,5", exponent: "−3", mod: "", outline: "" }), {
    values: { base: "1.5", exponent: "-3" },
    doubts: {},
  });
  assert.deepEqual(read("gcd", { numbers: "12,\u200b −18" }).values, { numbers: "12, -18" });
  assert.deepEqual(read("gcd", { numbers: ["12", "18"] }).values, { numbers: ["12", "18"] });
  // The places of errors are those in the text that was typed.
  assert.deepEqual(read("evaluate", { expression: "1 − 1" }).values, { expression: "1 − 1" });
  assert.deepEqual(read("factorial", { n: "5", download: "1" }).values, { n: "5", download: "1" });
});

Deno.test("a field named like a member of every object is unknown like any other", () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    const sent = Object.fromEntries([["n", "5"], [name, ""]]);
    assert.deepEqual(read("factorial", sent), { values: sent, doubts: {} });
  }
});

Deno.test("an ambiguous number is a doubt until one of its readings is chosen", () => {
  const { values, doubts } = read("factorial", { n: "1.000" });
  assert.deepEqual(values, { n: "1.000" });
  assert.deepEqual(doubts.n, {
    message: "Did you mean 1000 or 1?",
    readings: ["1000", "1"],
    expression: undefined,
  });
  assert.deepEqual(read("factorial", { n: "1.000", "n.meant": "1000" }), {
    values: { n: "1000" },
    doubts: {},
  });
});

Deno.test("a choice counts only while it is a reading of its field", () => {
  const chosen = { exponent: "2", "base.meant": "1234" };
  assert.deepEqual(read("pow", { base: "1,234", ...chosen }).values.base, "1234");
  assert.deepEqual(read("pow", { base: "5", ...chosen }), {
    values: { base: "5", exponent: "2" },
    doubts: {},
  });
  assert.deepEqual(read("pow", { base: "5,678", ...chosen }).doubts.base?.readings, [
    "5678",
    "5.678",
  ]);
  assert.deepEqual(read("gcd", { numbers: "12, 18", "numbers.meant": "5" }).values, {
    numbers: "12, 18",
  });
  assert.deepEqual(read("evaluate", { expression: "1", "expression.meant": "2" }).values, {
    expression: "1",
  });
});

Deno.test("an ambiguous list is a doubt until one of its readings is chosen", () => {
  const { values, doubts } = read("gcd", { numbers: "1 000, 2 000" });
  assert.deepEqual(values, { numbers: "1 000, 2 000" });
  assert.deepEqual(doubts.numbers, {
    message: "Which numbers did you mean?",
    readings: ["1000, 2000", "1, 0, 2, 0"],
    expression: undefined,
  });
  assert.deepEqual(read("gcd", { numbers: "1 000, 2 000", "numbers.meant": "1000, 2000" }), {
    values: { numbers: "1000, 2000" },
    doubts: {},
  });
});

Deno.test("an expression in a number field is offered to the calculator", () => {
  const expressionOf = (name: string, sent: Record<string, string>) =>
    Object.values(read(name, sent).doubts)[0]?.expression;
  assert.equal(expressionOf("factorial", { n: "10!" }), "(10!)!");
  assert.equal(expressionOf("fibonacci", { n: "2^10" }), "fibonacci(2^10)");
  assert.equal(expressionOf("pow", { base: "2", exponent: "3*4" }), "2^(3*4)");
  assert.equal(expressionOf("isprime", { n: "2^127 - 1" }), "isprime(2^127 - 1)");
  assert.equal(expressionOf("root", { n: "10!", k: "2" }), "iroot(10!, 2)");
  // The other value is missing.
  assert.equal(expressionOf("root", { n: "10!" }), "10!");
  assert.equal(expressionOf("pow", { base: "1/3", exponent: "2" }), undefined);
  assert.equal(expressionOf("factorial", { n: "1e-5" }), undefined);
  assert.equal(expressionOf("factorial", { n: "twenty-one" }), undefined);
});
