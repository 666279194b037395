import assert from "node:assert/strict";
import { OPERATIONS, summarizeOperations } from "../../../domain/operations/mod.ts";

Deno.test("summarizeOperations() lists the operations in words", () => {
  const [first, second] = OPERATIONS;
  const cases = [
    [OPERATIONS, "factorials, multifactorials, Fibonacci numbers and 18 more operations"],
    [OPERATIONS.slice(0, 4), "factorials, multifactorials, Fibonacci numbers and Lucas numbers"],
    [[first!, second!], "factorials and multifactorials"],
    [[first!], "factorials"],
  ] as const;
  for (const [operations, text] of cases) assert.equal(summarizeOperations(operations), text);
});
