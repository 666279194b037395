import type { Operation } from "../domain/operations/mod.ts";
import { questionShape } from "../domain/question.ts";
import type { Values } from "./body_object.ts";

/** Maximum number of characters of a question in an address. */
const MAX_QUERY_CHARACTERS = 6_000;

/**
 * The address of a question, whose page shows the answer while it is cached. Returns undefined if
 * the question is too long for an address.
 */
export function questionLink(operation: Operation, values: Values): string | undefined {
  const shape = questionShape(operation);
  const members = Object.entries(values)
    .filter(([name]) => Object.hasOwn(shape, name))
    .flatMap(([name, value]) => [value].flat().map((item) => [name, String(item)]))
    .filter(([, text]) => text !== "");
  const query = new URLSearchParams(members).toString();
  if (query.length > MAX_QUERY_CHARACTERS) return undefined;
  return operation.paths[0] + (query && `?${query}`);
}
