import assert from "node:assert/strict";
import { outlineExpression } from "../../../../domain/expressions/evaluation/outline_expression.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { outlineOf, Undecided } from "../../../../domain/numbers/outline/mod.ts";
import { tools } from "../../numbers/outline/tools.ts";

function leadingOf(text: string, leading = 5): string {
  const value = outlineExpression(parseExpression(text, new Set()), {}, tools);
  const request = { leading, trailing: 0 };
  assert.ok(value.predictSeconds(request) > 0);
  return outlineOf(value, request, tools).leading;
}

Deno.test("an expression is outlined by its value or by its logarithm", () => {
  assert.equal(leadingOf("2^10 + 1/3"), "10243");
  assert.equal(leadingOf("3^(10^10) + 3^(10^10)*2^-1"), leadingOf("3^(10^10 + 1)/2"));
});

Deno.test("only numbers with a quick outline are outlined", () => {
  assert.throws(() => leadingOf("1 < 2"), { code: "invalid_expression" });
  assert.throws(() => leadingOf("gcd(9^9^9, 6)"), { code: "too_costly" });
  assert.throws(() => leadingOf("(9^9^9)! - (9^9^9)!"), { code: "too_costly" });
  assert.throws(() => leadingOf("isprime(2^11213 - 1)"), { code: "invalid_expression" });
  assert.throws(() => leadingOf("nextprime(10^2000) + 1"), { code: "too_costly" });
});

Deno.test("terms may cancel up to the precision of their logarithms", () => {
  assert.equal(leadingOf("(9^9^9*(2^1000 + 1) - 9^9^9*2^1000)/7"), leadingOf("9^9^9/7"));
  const text = "(9^9^9*(2^30000 + 1) - 9^9^9*2^30000)/7";
  const value = outlineExpression(parseExpression(text, new Set()), {}, tools);
  assert.ok(value.kind === "large");
  assert.throws(() => value.ln(192), Undecided);
});
