import * as z from "zod";

/** A query parameter for an integer from 1 to a maximum. */
export function integerParameter(max: number) {
  const error = `Use an integer from 1 to ${max}`;
  return z.string().regex(/^[0-9]+$/, { error })
    .refine((text) => text.length <= String(max).length, { error })
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, { error })
    .meta({ type: "integer", minimum: 1, maximum: max });
}
