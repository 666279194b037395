import { z } from "zod";

export interface IntegerParameter {
  readonly description: string;
  readonly max: number;
  /** The value of a parameter that is absent. */
  readonly fallback: number;
}

/** A query parameter for a positive integer up to a maximum. */
export function integerParameter({ description, max, fallback }: IntegerParameter) {
  const error = `Use an integer from 1 to ${max}`;
  return z.string().regex(/^[0-9]+$/, { error })
    .refine((text) => text.length <= String(max).length, { error })
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, { error })
    .default(fallback)
    .meta({ description, examples: [String(fallback)] });
}
