import type { Operation } from "../../domain/operations/mod.ts";
import { UsageError } from "./command.ts";

interface Argument {
  readonly name: string;
  readonly isList: boolean;
  readonly isOptional: boolean;
}

/** The arguments of an operation, as in `pow base exponent`, `gcd numbers…` or `digitsum n [base]`. */
export function operationUsage(operation: Operation): string {
  const names = argumentsOf(operation).map(({ name, isList, isOptional }) => {
    const shown = isList ? `${name}…` : name;
    return isOptional ? `[${shown}]` : shown;
  });
  return [operation.name, ...names].join(" ");
}

/**
 * Assigns arguments to the inputs of an operation. An only input that is a list takes all of them; a
 * list among other inputs is one argument with commas. Throws a UsageError for a wrong number.
 */
export function assignArguments(
  operation: Operation,
  given: readonly string[],
): Record<string, string> {
  const fields = argumentsOf(operation);
  const [first, ...others] = fields;
  if (first?.isList && others.length === 0 && given.length > 0) {
    return { [first.name]: given.join(" ") };
  }
  const needed = fields.filter(({ isOptional }) => !isOptional);
  if (given.length < needed.length || given.length > fields.length) {
    const amount = given.length < needed.length ? "few" : "many";
    const count = needed.length === fields.length
      ? `${fields.length} (${fields.map(({ name }) => name).join(" and ")})`
      : `${needed.length} to ${fields.length} (${operationUsage(operation)})`;
    throw new UsageError(
      `Too ${amount} arguments: ${operation.name} expects ${count}, got ${given.length}`,
    );
  }
  return Object.fromEntries(given.map((text, index) => [fields[index]!.name, text]));
}

function argumentsOf({ input }: Operation): readonly Argument[] {
  return Object.entries(input().shape).map(([name, schema]) => ({
    name,
    isList: schema.meta()?.type === "array",
    isOptional: schema.safeParse(undefined).success,
  }));
}
