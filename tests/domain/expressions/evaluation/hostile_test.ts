import assert from "node:assert/strict";
import { planExpression } from "../../../../domain/expressions/evaluation/plan_expression.ts";
import type { Expression, ExpressionNode } from "../../../../domain/expressions/expression.ts";
import { Cancelled, NEVER_CANCELLED, parseDecimal } from "../../../../domain/numbers/mod.ts";
import { outlineTables } from "../../numbers/outline/tools.ts";
import { evaluated, resultOf } from "./evaluated.ts";
import { threadCpuClock } from "../../../../testing/thread_cpu_time.ts";

const span = { start: 0, end: 1 };

function literal(text: string): ExpressionNode {
  return { kind: "number", text, value: parseDecimal(text), span, size: 1 };
}

/** The result of an expression, however deep it is. */
function resultOfNodes(expression: Expression): unknown {
  const plan = planExpression(expression, { maxDigits: 1_000_000 });
  plan.predictSeconds({ outlineTables });
  const computed = plan.compute({ ...NEVER_CANCELLED, outlineTables });
  return typeof computed === "object" && "text" in computed ? computed.text : computed;
}

Deno.test("the depth of an expression is not limited by the stack", () => {
  const depth = 20_000;
  const minus = Array.from({ length: depth }, (_, i): ExpressionNode => ({
    kind: "unary",
    operator: "negate",
    span,
    size: i + 2,
  }));
  assert.equal(resultOfNodes([literal("5"), ...minus]), "5");
  assert.equal(resultOfNodes([literal("1e20000"), ...minus.slice(0, 3)])?.constructor, Uint8Array);
  const huge: Expression = [
    literal("1e999999999"),
    ...minus.slice(1),
    { kind: "call", name: "digits", count: 1, span, size: depth + 1 },
  ];
  assert.equal(resultOfNodes(huge), "1000000000");
});

Deno.test("residues and logarithms of deep trees do not use the stack", () => {
  const factors = Array(300).fill("2^(10^9)").join("*");
  assert.equal(resultOf(`(${factors}) mod 3`), "1");
  assert.equal(resultOf(`digits(${factors})`), "90308998700");
});

Deno.test("sums of 2,000 nodes are computed", () => {
  assert.equal(resultOf(Array(1_000).fill("1").join(" + ")), "1000");
  const reciprocals = Array.from({ length: 300 }, (_, i) => `1/${i + 1}`).join("+");
  assert.equal(evaluated(reciprocals).details.kind, "fraction");
  assert.equal(resultOf(`digits((${reciprocals})*10^10)`), "11");
  const large = Array(100).fill("3^50000").join("+");
  assert.equal(resultOf(`${large} = 100*3^50000`), "true");
});

const REFUSALS: Readonly<Record<string, string>> = {
  "((((10!)!)!)!)!": "result_too_large",
  "9^9^9^9^9^9^9^9": "result_too_large",
  "9^9^9^9 - 9^9^9^9": "result_too_large",
  "9^9^9 - (9^9^9 + 1)": "result_too_large",
  "-(9^9^9)!": "result_too_large",
  "2^((10^10)! - (10^10)!)": "result_too_large",
  "fib(10^10^10)": "result_too_large",
  "binomial(10^100, 10^99)": "result_too_large",
  "10^10^10 + 1 = 2^10^10*5^10^10 + 1": "too_costly",
  "1e999999999999999999999999999999": "invalid_expression",
  "catalan(1e30)": "result_too_large",
  "primorial(10^100)": "result_too_large",
  "subfactorial(10^100)": "result_too_large",
  "multinomial(10^100, 10^100)": "result_too_large",
  "lcm(2^40000000, 3)": "result_too_large",
  "isprime(9^9^9)": "result_too_large",
  "gcd(9^9^9, 3)": "result_too_large",
};

Deno.test("hostile expressions are refused", async (t) => {
  for (const [expression, code] of Object.entries(REFUSALS)) {
    await t.step(expression, () => {
      assert.throws(() => resultOf(expression), { name: "ServiceError", code });
    });
  }
});

Deno.test("a list of lists is computed, and its intermediate results are bounded", () => {
  const lists = "[".repeat(100) + "1" + "]".repeat(100);
  assert.equal(resultOf(lists).replaceAll(/[^1]/g, ""), "1");
  const long = `max(${Array(90).fill("7^1000000").join(",")})`;
  assert.throws(() => resultOf(long, { maxDigits: 1_000_000 }), { code: "too_costly" });
});

Deno.test("a list is no longer than a number may be", () => {
  for (const list of ["[7^600, [7^600, 1 = 1]]", "[fib(9^9), 2]", "gcdext(7^900, 3^1700)"]) {
    assert.throws(() => resultOf(list, { maxDigits: 1_000 }), { code: "result_too_large" });
  }
  assert.throws(() => resultOf("divisors(2^300)", { maxDigits: 1_000 }), { code: "too_costly" });
  assert.equal(JSON.parse(resultOf("[7^500, 7^600]", { maxDigits: 1_000 })).length, 2);
});

Deno.test("a calculation stops when it is cancelled", () => {
  let calls = 0;
  const context = {
    checkpoint() {
      if (++calls > 20) throw new Cancelled();
    },
  };
  assert.throws(() => resultOf("100000!*3 + 7^100000", { context }), Cancelled);
});

Deno.test("a residue that planning left open is refused before it takes longer than allowed", () => {
  const now = threadCpuClock();
  const context = {
    maxSeconds: 1,
    checkpoint: () => {
      if (now() > end) throw new Cancelled();
    },
  };
  const end = now() + 5_000;
  assert.throws(() => resultOf("3^(7^(11^13)) mod 10^9999", { context }), { code: "too_costly" });
});
