import { ServiceError } from "../domain/errors.ts";
import type { Body } from "./body.ts";

export type Values = Readonly<Record<string, unknown>>;

/** The members of a body by name. Throws `invalid_input` for JSON that is not an object. */
export function bodyObject(body: Body): Values {
  if (body.kind === "form") return Object.fromEntries(body.form);
  const { json } = body;
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Values;
  throw new ServiceError("invalid_input", "Cannot use the input: a JSON object is needed", {
    errors: [{ field: "", message: "A JSON object is needed" }],
  });
}

/** The members of a body; those of a form without the spaces that people leave around them. */
export function trimmedBodyObject(body: Body): Values {
  const values = bodyObject(body);
  if (body.kind === "json") return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value).trim()]),
  );
}
