import type { z } from "zod";
import type { FieldError } from "../../domain/errors.ts";
import type { FieldView } from "../../views/views.ts";

/** Returns the fields of a form from its schema, with submitted values and their errors. */
export function fieldViews(
  shape: Readonly<Record<string, z.ZodType>>,
  values: Readonly<Record<string, unknown>>,
  errors: readonly FieldError[],
): FieldView[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { title = name, description = "", examples = [] } = schema.meta() ?? {};
    const value = values[name];
    return {
      name,
      title,
      description,
      type: "text",
      required: !schema.safeParse(undefined).success,
      value: typeof value === "string" ? value : "",
      error: errors.find(({ field }) => field === name)?.message,
      placeholder: String((examples as unknown[])[0] ?? ""),
    };
  });
}
