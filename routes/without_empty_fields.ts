import type { Operation } from "../domain/operations/mod.ts";
import { questionField } from "../domain/question.ts";
import type { Values } from "./body_object.ts";

/** The values of a form without empty fields that the operation does not require. */
export function withoutEmptyFields(operation: Operation, values: Values): Values {
  const isOptional = (name: string) =>
    questionField(operation, name)?.safeParse(undefined).success ?? false;
  const given = Object.entries(values).filter(([name, value]) => value !== "" || !isOptional(name));
  return Object.fromEntries(given);
}
