import assert from "node:assert/strict";
import { ServiceError } from "../../../domain/errors.ts";
import { abbreviateInput } from "../../../domain/log_entry.ts";
import { NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { evaluateOperation } from "../../../domain/operations/evaluate.ts";
import { Question } from "../../../domain/question.ts";
import type { Description } from "../../../domain/result_text.ts";

function ask(values: Readonly<Record<string, unknown>>): Question {
  return Question.parse(evaluateOperation, values);
}

function answer(values: Readonly<Record<string, unknown>>): Description {
  return ask(values).plan.compute(NEVER_CANCELLED) as Description;
}

function refusal(values: Readonly<Record<string, unknown>>): ServiceError {
  try {
    ask(values);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  return assert.fail("The question was accepted");
}

Deno.test("an answer has the understood expression, its kind and its value", async (t) => {
  for (
    const [expression, understood, kind, text] of [
      ["binomial(10,5) + 1/3", "binomial(10, 5) + 1/3", "fraction", "757/3"],
      ["1/8", "1/8", "decimal", "0.125"],
      ["2**10", "2^10", "integer", "1024"],
      ["2^10=1024", "2^10 == 1024", "boolean", "true"],
      ["FACTOR(12)", "factor(12)", "list", '[["2","2"],["3","1"]]'],
    ] as const
  ) {
    await t.step(expression, () => {
      const { text: found, details } = answer({ expression });
      assert.deepEqual([details.understood, details.kind, found], [understood, kind, text]);
    });
  }
});

Deno.test("a value that depends on primes says how certain they are", async (t) => {
  for (
    const [expression, certainty] of [
      ["isprime(2^61 - 1)", "proven"],
      ["isprime(2^127 - 1)", "probable"],
      ["isprime(2^128 + 1)", "proven"],
      ["nextprime(10^24)", "proven"],
      ["prevprime(10^30) + 1/2", "probable"],
      ["nextprime(10^30) mod 97", "probable"],
      ["factor(2^67 - 1)", "proven"],
      ["totient(2 * (2^89 - 1))", "probable"],
      ["order(2, 2^89 - 1)", "probable"],
      ["order(2, 101)", "proven"],
      ["min(nextprime(5), nextprime(10^30))", "probable"],
      ["isprime(2^2203 - 1)", "probable"],
      ["2^89 - 1", undefined],
    ] as const
  ) {
    await t.step(expression, () => {
      assert.equal(answer({ expression }).details.certainty, certainty);
    });
  }
});

Deno.test("an outline is as certain as its primes", () => {
  const expression = "nextprime(10^30)";
  assert.equal(answer({ expression, outline: true }).details.certainty, "probable");
});

Deno.test("variables are read from an object and from a text", async (t) => {
  for (
    const [variables, result] of [
      [{ n: "25", x: "1/3" }, "1876/3"],
      [{ N: 25, X: "2/6" }, "1876/3"],
      ["n = 25, x = 1/3", "1876/3"],
      ["x=1/3,n=2.5e1", "1876/3"],
      [{ n: "0.5", x: "-0.25" }, "0"],
    ] as const
  ) {
    await t.step(JSON.stringify(variables), () => {
      assert.equal(answer({ expression: "n^2 + x", variables }).text, result);
    });
  }
});

Deno.test("equal questions have equal keys, whatever their spelling", () => {
  const { key } = ask({ expression: "n ^ 2 + 1/3", variables: { n: "25", unused: "1" } });
  for (
    const values of [
      { expression: "N**2+1/3", variables: { n: "25.0" } },
      { expression: "pow(n, 2) + (1/3)", variables: "n=2.5e1", max_characters: 10 },
    ]
  ) {
    assert.equal(ask(values).key, key);
  }
  assert.notEqual(ask({ expression: "n ^ 2 + 1/3", variables: { n: "24" } }).key, key);
});

Deno.test("the canonical input can be asked again", () => {
  const question = ask({ expression: "x*n", variables: { x: "8/6", n: "2" } });
  assert.deepEqual(question.canonical, { expression: "x*n", variables: "n = 2, x = 4/3" });
  assert.equal(ask(question.canonical).key, question.key);
});

Deno.test("unusable variables are refused with a message for their field", async (t) => {
  for (
    const [variables, message] of [
      [[1], "Use an object of names and numbers, or a text such as n = 25, x = 1/3"],
      [5, "Use an object of names and numbers, or a text such as n = 25, x = 1/3"],
      ["n", "Cannot read the value of the variable n as a number"],
      [
        "n = 1,",
        'Cannot use the name "": a letter and up to 49 letters, digits and "_" are allowed',
      ],
      [{ mod: "5" }, 'Cannot use the name "mod": it is an operator'],
      [
        { ["a".repeat(51)]: "1" },
        `Cannot use the name "${"a".repeat(40)}…": ` +
        'a letter and up to 49 letters, digits and "_" are allowed',
      ],
      [{ n: true }, 'The variable n needs a number, such as "25"'],
      [{ n: "x" }, "Cannot read the value of the variable n as a number"],
      [{ n: "1/0" }, "Cannot read the value of the variable n as a number: The denominator is 0"],
      [{ n: "1", N: "2" }, "The variable n has two values"],
      [{ n: "1e1000000" }, "The variable n has more than 1000000 digits"],
      [
        Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`n${index}`, "1"])),
        "At most 100 variables are allowed",
      ],
    ] as const
  ) {
    await t.step(JSON.stringify(variables).slice(0, 60), () => {
      const error = refusal({ expression: "1", variables });
      assert.equal(error.code, "invalid_input");
      assert.deepEqual(error.errors, [{ field: "variables", message }]);
    });
  }
});

Deno.test("no variable has the name of an inherited member", () => {
  const error = refusal({ expression: "constructor + 1", variables: {} });
  assert.equal(error.code, "invalid_expression");
});

Deno.test("an expression is a text whose canonical form is not too long", () => {
  assert.deepEqual(refusal({}).errors, [{
    field: "expression",
    message: "An expression is required, such as 2^100 + 1/3",
  }]);
  assert.deepEqual(refusal({ expression: ["1"] }).errors, [{
    field: "expression",
    message: "Use a text, such as 2^100 + 1/3",
  }]);
  const long = refusal({ expression: `p(1,1)${"+p(1,1)".repeat(498)}` });
  assert.equal(long.code, "invalid_expression");
  assert.match(long.errors[0]!.message, /^in canonical form it has 10476 characters/);
});

Deno.test("max_characters is a number, and only evaluate takes it", () => {
  for (const max_characters of [-1, "x", 1.5, "1e3", [1]]) {
    assert.deepEqual(refusal({ expression: "1", max_characters }).errors.map((e) => e.field), [
      "max_characters",
    ]);
  }
  assert.equal(ask({ expression: "1", max_characters: "" }).options.max_characters, undefined);
  assert.equal(ask({ expression: "1", max_characters: "0" }).options.max_characters, 0);
});

Deno.test("digits beyond the limit are refused with the place of their operation", () => {
  const { plan } = ask({ expression: " 3^99999" });
  const refused = () => {
    plan.predictSeconds({ maxDigits: 4_000 });
    plan.compute({ ...NEVER_CANCELLED, maxDigits: 4_000 });
  };
  assert.throws(refused, (error) => {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, "result_too_large");
    assert.deepEqual([error.errors[0]?.start, error.errors[0]?.end], [1, 8]);
    return true;
  });
});

Deno.test("the log keeps an expression, and abbreviates the long numbers in it", () => {
  const sum = `1${" + 1".repeat(600)}`;
  assert.deepEqual(abbreviateInput({ expression: sum }), { expression: sum });
  const long = abbreviateInput({ expression: `${"1".repeat(1_001)} + 2` });
  assert.deepEqual(long, { expression: `${"1".repeat(20)}…${"1".repeat(20)} (1001 digits) + 2` });
});

Deno.test("an outline has the understood expression, too", () => {
  const { text, details } = answer({ expression: "FACT(5)*2^(10^10)", outline: true });
  assert.equal(details.understood, "5!*2^10^10");
  assert.match(text as string, /e\+3010299958$/);
});

Deno.test("a description shows at most 80 characters of an expression", () => {
  const describe = (terms: number) => {
    const { canonical } = ask({ expression: Array(terms).fill("1").join(" + ") });
    return evaluateOperation.describe(canonical);
  };
  assert.equal(describe(2), "the value of 1 + 1");
  assert.equal(describe(21), `the value of ${"1 + ".repeat(20)}…`);
});
