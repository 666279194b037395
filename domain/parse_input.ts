import type * as z from "zod";
import { type FieldError, ServiceError } from "./errors.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * Validates values with a schema. Throws `invalid_input` with one error for each field, also if only
 * `otherErrors` were found.
 */
export function parseInput<Output>(
  schema: z.ZodType<Output>,
  values: Values,
  otherErrors: readonly FieldError[] = [],
): Output {
  const parsed = schema.safeParse(values);
  if (parsed.success && otherErrors.length === 0) return parsed.data;
  throw invalidFields([...fieldErrors(parsed.error?.issues ?? []), ...otherErrors]);
}

function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.map(({ path, message }) => ({ field: path.join("."), message }));
}

function invalidFields(errors: readonly FieldError[]): ServiceError {
  const summary = errors.map(inWords).join("; ");
  return new ServiceError("invalid_input", `Invalid input: ${summary}`, { errors });
}

/** Counts the items of a list from 1. */
function inWords({ field, message }: FieldError): string {
  if (field === "") return message;
  const place = field.replace(/\.(\d+)$/, (_, index) => `, item ${Number(index) + 1}`);
  return `${place}: ${message}`;
}
