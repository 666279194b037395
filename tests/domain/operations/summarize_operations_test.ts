import assert from "node:assert/strict";
import { OPERATIONS, summarizeOperations } from "../../../domain/operations/mod.ts";

Deno.test("summarizeOperations() lists the operations in words", () => {
  const [first, second] = OPERATIONS;
  const cases = [
    [OPERATIONS, "factorials, Fibonacci numbers and powers"],
    [[first!, second!], "factorials and Fibonacci numbers"],
    [[first!], "factorials"],
  ] as const;
  for (const [operations, text] of cases) assert.equal(summarizeOperations(operations), text);
});
