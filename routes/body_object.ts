import { ServiceError } from "../domain/errors.ts";
import type { Body } from "./body.ts";

export type Values = Readonly<Record<string, unknown>>;

/** Returns the members of a body by name. Throws `invalid_input` for JSON that is not an object. */
export function bodyObject(body: Body): Values {
  if (body.kind === "form") return Object.fromEntries(body.form);
  const { json } = body;
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Values;
  throw new ServiceError("invalid_input", "Invalid input: a JSON object is required", {
    errors: [{ field: "", message: "A JSON object is required" }],
  });
}

/** Like `bodyObject`, with the values of a form trimmed. */
export function trimmedBodyObject(body: Body): Values {
  const values = bodyObject(body);
  if (body.kind === "json") return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value).trim()]),
  );
}
