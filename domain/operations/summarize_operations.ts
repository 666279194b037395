import type { Operation } from "./operation.ts";

/** Number of operations that a summary names. */
const NAMED = 3;

/** The operations in words: `factorials, powers, roots and 18 more operations`. */
export function summarizeOperations(operations: readonly Pick<Operation, "plural">[]): string {
  const plurals = operations.map(({ plural }) => plural);
  const others = plurals.length - NAMED;
  const parts = others > 1 ? [...plurals.slice(0, NAMED), `${others} more operations`] : plurals;
  return joinWords(parts);
}

/** Not `Intl.ListFormat`: loading its locale data takes a tenth of the time until readiness. */
function joinWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${last}` : last;
}
