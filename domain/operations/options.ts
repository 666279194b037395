import { z } from "zod";
import type { CanonicalInput } from "./operation.ts";

/** Fields that every operation accepts in addition to its own input, by name. */
export const OPTION_SHAPE = {} satisfies Readonly<Record<string, z.ZodType>>;

/** Validates the options among the fields of a request. */
export const optionsSchema = z.object(OPTION_SHAPE);

/** Options after validation. */
export type Options = Readonly<z.infer<typeof optionsSchema>>;

/** Returns the given options as canonical texts; equal options have equal texts. */
export function canonicalOptions(_options: Options): CanonicalInput {
  return {};
}
