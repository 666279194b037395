import type { Operation } from "./operation.ts";

/** The operations in words, in their order: `factorials, Fibonacci numbers and powers`. */
export function summarizeOperations(operations: readonly Pick<Operation, "plural">[]): string {
  const plurals = operations.map(({ plural }) => plural);
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(plurals);
}
