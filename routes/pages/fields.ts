import type * as z from "zod";
import type { FieldError } from "../../domain/errors.ts";
import type { FieldView } from "../../views/data/question.ts";
import { groupCounts } from "./group_counts.ts";

/** Characters shown before and after the place of an error, and of a long place. */
const CONTEXT_CHARACTERS = 30;

/** Returns the fields of a form from its schema, with submitted values and their errors. */
export function fieldViews(
  shape: Readonly<Record<string, z.ZodType>>,
  values: Readonly<Record<string, unknown>>,
  errors: readonly FieldError[],
): FieldView[] {
  const firstRejected = Object.keys(shape).find((name) =>
    errors.some(({ field }) => field === name)
  );
  return Object.entries(shape).map(([name, schema]) => {
    const { title = name, description = "", examples = [] } = schema.meta() ?? {};
    const value = values[name];
    const error = errors.find(({ field }) => field === name);
    return {
      name,
      title,
      description: isList(schema) ? `${description}; commas or spaces separate them` : description,
      type: isSwitch(schema) ? "checkbox" : "text",
      required: !schema.safeParse(undefined).success,
      value: isSwitch(schema) && value === "false" ? "" : textOf(value),
      error: error && groupCounts(error.message),
      place: error && placeOf(error, textOf(value)),
      isFocused: name === firstRejected,
      placeholder: [(examples as unknown[])[0] ?? ""].flat().join(", "),
    };
  });
}

/** Returns the fields of a form for passwords, which are never filled in. */
export function passwordFields(
  shape: Readonly<Record<string, z.ZodType>>,
  errors: readonly FieldError[],
): FieldView[] {
  return fieldViews(shape, {}, errors).map((field) => ({
    ...field,
    // An error says what the hint would say again.
    description: field.error === undefined ? field.description : "",
    placeholder: "",
    type: "password",
    autocomplete: field.name.replace("_", "-"),
  }));
}

/** The place of an error with the text around it; undefined if the error has no place. */
function placeOf({ start, end }: FieldError, text: string): FieldView["place"] {
  if (start === undefined || end === undefined) return undefined;
  const from = Math.max(0, start - CONTEXT_CHARACTERS);
  const to = Math.min(text.length, start + CONTEXT_CHARACTERS, Math.max(end, start + 1));
  const after = text.slice(to, to + CONTEXT_CHARACTERS);
  return {
    before: (from > 0 ? "…" : "") + text.slice(from, start),
    // The end of the text is marked by a space.
    marked: text.slice(start, to) || "\u00a0",
    after: after + (to + after.length < text.length ? "…" : ""),
  };
}

/** A submitted value as text; the items of a list are separated by commas. */
function textOf(value: unknown): string {
  return [value].flat().filter((item) => typeof item === "string").join(", ");
}

function isList(schema: z.ZodType): boolean {
  return schema.meta()?.type === "array";
}

/** Whether a field is switched on or off. */
function isSwitch(schema: z.ZodType): boolean {
  return [schema.meta()?.type].flat().includes("boolean");
}
