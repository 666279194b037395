/** Prints commands/operations.txt, the part of `help` that lists the operations. */
import { operationUsage } from "../commands/shared/operation_arguments.ts";
import { groupOperations, OPERATIONS, summarizeOperations } from "../domain/operations/mod.ts";

export function operationsHelp(): string {
  return [
    `Exact ${summarizeOperations(OPERATIONS)}, over HTTP and on the command line.`,
    "",
    ...groupOperations(OPERATIONS).flatMap(([group, operations]) => [
      `  ${group}`,
      ...operations.map((operation) => `      ${operationUsage(operation)}`),
    ]),
    "",
  ].join("\n");
}

if (import.meta.main) await Deno.stdout.write(new TextEncoder().encode(operationsHelp()));
