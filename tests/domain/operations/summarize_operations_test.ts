import assert from "node:assert/strict";
import { OPERATIONS, summarizeOperations } from "../../../domain/operations/mod.ts";

Deno.test("summarizeOperations() lists the operations in words", () => {
  const [first, second] = OPERATIONS;
  const cases = [
    [OPERATIONS, "values of expressions, factorials, multifactorials and 19 more operations"],
    [
      OPERATIONS.slice(0, 4),
      "values of expressions, factorials, multifactorials and Fibonacci numbers",
    ],
    [[first!, second!], "values of expressions and factorials"],
    [[first!], "values of expressions"],
    [[], ""],
  ] as const;
  for (const [operations, text] of cases) assert.equal(summarizeOperations(operations), text);
});
