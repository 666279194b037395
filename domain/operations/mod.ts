import { factorialOperation } from "./factorial.ts";
import { fibonacciOperation } from "./fibonacci.ts";
import type { Operation } from "./operation.ts";
import { powOperation } from "./pow.ts";

export { MAX_INPUT_DIGITS } from "./inputs.ts";
export { type CanonicalInput, type CanonicalValue, type Operation } from "./operation.ts";
export { summarizeOperations } from "./summarize_operations.ts";

/** Every operation of the service, in the order of pages and help. */
export const OPERATIONS: readonly Operation[] = Object.freeze([
  factorialOperation,
  fibonacciOperation,
  powOperation,
]);

export function findOperation(name: string): Operation | undefined {
  return OPERATIONS.find((operation) => operation.name === name);
}
