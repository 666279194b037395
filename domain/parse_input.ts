import type { z } from "zod";
import { type FieldError, ServiceError } from "./errors.ts";

type Values = Readonly<Record<string, unknown>>;

/** Validates values with a schema. Throws `invalid_input` with one error for each field. */
export function parseInput<Output>(schema: z.ZodType<Output>, values: Values): Output {
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw invalidFields(parsed.error.issues);
  return parsed.data;
}

/** Validates the same values with two schemas. Throws `invalid_input` with the errors of both. */
export function parseBoth<First, Second>(
  first: z.ZodType<First>,
  second: z.ZodType<Second>,
  values: Values,
): readonly [First, Second] {
  const [one, other] = [first.safeParse(values), second.safeParse(values)];
  if (one.success && other.success) return [one.data, other.data];
  throw invalidFields([one, other].flatMap(({ error }) => error?.issues ?? []));
}

function invalidFields(issues: readonly z.core.$ZodIssue[]): ServiceError {
  const errors = issues.map(({ path, message }): FieldError => ({
    field: path.join("."),
    message,
  }));
  const summary = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return new ServiceError("invalid_input", `Invalid input: ${summary}`, { errors });
}
