import { binomialOperation } from "./binomial.ts";
import { catalanOperation } from "./catalan.ts";
import { crtOperation } from "./crt.ts";
import { decimalOperation } from "./decimal.ts";
import { digitsumOperation } from "./digitsum.ts";
import { evaluateOperation } from "./evaluate.ts";
import { factorOperation } from "./factor.ts";
import { factorialOperation } from "./factorial.ts";
import { fibonacciOperation } from "./fibonacci.ts";
import { gcdOperation } from "./gcd.ts";
import { isprimeOperation } from "./isprime.ts";
import { lcmOperation } from "./lcm.ts";
import { lucasOperation } from "./lucas.ts";
import { modinvOperation } from "./modinv.ts";
import { multifactorialOperation } from "./multifactorial.ts";
import { nextprimeOperation } from "./nextprime.ts";
import type { Group, Operation } from "./operation.ts";
import { permutationsOperation } from "./permutations.ts";
import { powOperation } from "./pow.ts";
import { prevprimeOperation } from "./prevprime.ts";
import { primorialOperation } from "./primorial.ts";
import { rootOperation } from "./root.ts";
import { subfactorialOperation } from "./subfactorial.ts";

export { MAX_INPUT_DIGITS } from "./inputs.ts";
export { type CanonicalInput, type CanonicalValue, type Operation } from "./operation.ts";
export { summarizeOperations } from "./summarize_operations.ts";

/** Every operation of the service, in the order of pages and help; a group is in one piece. */
export const OPERATIONS: readonly Operation[] = Object.freeze([
  evaluateOperation,
  factorialOperation,
  multifactorialOperation,
  fibonacciOperation,
  lucasOperation,
  primorialOperation,
  powOperation,
  rootOperation,
  decimalOperation,
  digitsumOperation,
  binomialOperation,
  permutationsOperation,
  catalanOperation,
  subfactorialOperation,
  gcdOperation,
  lcmOperation,
  modinvOperation,
  crtOperation,
  isprimeOperation,
  nextprimeOperation,
  prevprimeOperation,
  factorOperation,
]);

/** The operations by group, in the order of the catalogue. */
export function groupOperations(
  operations: readonly Operation[],
): readonly (readonly [Group, readonly Operation[]])[] {
  return [...Map.groupBy(operations, ({ group }) => group)];
}

export function findOperation(name: string): Operation | undefined {
  return OPERATIONS.find((operation) => operation.name === name);
}
