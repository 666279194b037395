import type { Operation } from "../domain/operations/mod.ts";
import { questionField } from "../domain/question.ts";
import type { Values } from "./body_object.ts";

/** Maximum number of characters of a question in an address. */
const MAX_QUERY_CHARACTERS = 6_000;

/**
 * The address of a question, whose page shows the answer while it is cached. Returns undefined if
 * the question is too long for an address.
 */
export function questionLink(operation: Operation, values: Values): string | undefined {
  const members = questionMembers(operation, values);
  const query = new URLSearchParams(members.map(({ name, value }) => [name, value])).toString();
  if (query.length > MAX_QUERY_CHARACTERS) return undefined;
  return operation.paths[0] + (query && `?${query}`);
}

/** The members of a question as a form sends them: each item of a list by itself. */
export function questionMembers(
  operation: Operation,
  values: Values,
): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(values)
    .filter(([name]) => questionField(operation, name) !== undefined)
    .flatMap(([name, value]) => [value].flat().map((item) => ({ name, value: String(item) })))
    .filter(({ value }) => value !== "");
}
