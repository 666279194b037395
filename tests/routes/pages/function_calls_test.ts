import assert from "node:assert/strict";
import { FUNCTIONS } from "../../../domain/expressions/functions.ts";
import { functionCalls } from "../../../routes/pages/function_calls.ts";

Deno.test("functionCalls() shows every function with its arguments", () => {
  const calls = functionCalls();
  assert.equal(calls.length, Object.keys(FUNCTIONS).length);
  for (const call of ["abs(a)", "round(a[, b])", "gcd(a, …)", "powmod(a, b, c)", "digits(a)"]) {
    assert.ok(calls.includes(call), call);
  }
});
