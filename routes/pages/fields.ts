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
      type: isSwitch(schema) ? "checkbox" : "text",
      required: !schema.safeParse(undefined).success,
      value: isSwitch(schema) && value === "false" ? "" : textOf(value),
      error: errors.find(({ field }) => field === name)?.message,
      placeholder: [(examples as unknown[])[0] ?? ""].flat().join(", "),
    };
  });
}

/** A submitted value as text; the items of a list are separated by commas. */
function textOf(value: unknown): string {
  return [value].flat().filter((item) => typeof item === "string").join(", ");
}

/** Whether a field is switched on or off. */
function isSwitch(schema: z.ZodType): boolean {
  return [schema.meta()?.type].flat().includes("boolean");
}
