import type { Operation } from "../domain/operations/mod.ts";

/** Describes an operation as JSON: how to call it, with an example. */
export function describeOperation(operation: Operation) {
  const { name, title, notation, description, paths, example } = operation;
  return { name, title, notation, description, method: "POST", paths, example };
}
