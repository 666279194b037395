import { ServiceError } from "../domain/errors.ts";
import type { Body } from "./body.ts";

export type Values = Readonly<Record<string, unknown>>;

/** Returns the members of a body by name. Throws `invalid_input` for JSON that is not an object. */
export function bodyObject(body: Body): Values {
  if (body.kind === "form") return parametersObject(body.form);
  const { json } = body;
  if (isObject(json)) return json;
  throw new ServiceError("invalid_input", "Invalid input: a JSON object is required", {
    errors: [{ field: "", message: "A JSON object is required" }],
  });
}

/** Whether a JSON value is an object. */
export function isObject(json: unknown): json is Values {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Like `bodyObject`, with the values of a form trimmed. */
export function trimmedBodyObject(body: Body): Values {
  if (body.kind === "json") return bodyObject(body);
  const trimmed = [...body.form].map(([name, value]) => [name, value.trim()]);
  return parametersObject(new URLSearchParams(trimmed));
}

/** Returns the parameters of a form or query by name; a repeated one is an array of its values. */
export function parametersObject(parameters: URLSearchParams): Values {
  const byName = Map.groupBy(parameters, ([name]) => name);
  return Object.fromEntries([...byName].map(([name, members]) => {
    const values = members.map(([, value]) => value);
    return [name, values.length === 1 ? values[0] : values];
  }));
}
