import { ServiceError } from "../domain/errors.ts";
import type { Body } from "./body.ts";

/** The body's members by name. */
export function bodyObject(body: Body): Readonly<Record<string, unknown>> {
  if (body.kind === "form") {
    return Object.fromEntries([...body.form].map(([name, text]) => [name, text]));
  }
  const { json } = body;
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return json as Record<string, unknown>;
  }
  throw new ServiceError("invalid_input", "Cannot use the input: a JSON object is needed", {
    errors: [{ field: "", message: "A JSON object is needed" }],
  });
}

/** The members with the spaces around each text removed, as people leave them in forms. */
export function trimmed(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? value.trim() : value,
    ]),
  );
}
