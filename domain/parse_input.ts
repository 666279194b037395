import type { z } from "zod";
import { type FieldError, ServiceError } from "./errors.ts";

/** The input as its schema reads it. Throws `invalid_input` with an error for each field. */
export function parseInput<Input>(
  schema: z.ZodType<Input>,
  values: Readonly<Record<string, unknown>>,
): Input {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }): FieldError => ({
    field: path.join("."),
    message,
  }));
  const summary = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  throw new ServiceError("invalid_input", `Cannot use the input: ${summary}`, { errors });
}
