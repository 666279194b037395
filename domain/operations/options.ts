import { z } from "zod";
import { expandedLength, toBigint } from "../numbers/mod.ts";
import type { OutlineRequest } from "../numbers/outline/mod.ts";
import { integerField } from "./inputs.ts";
import type { CanonicalInput, Operation } from "./operation.ts";

/** Digits of the modulus of a residue. */
const MAX_MODULUS_DIGITS = 10_000;

const DEFAULT_OUTLINE: OutlineRequest = { leading: 20, trailing: 20 };

const outlineEnds = z.strictObject({
  leading: z.number().int().min(1).max(50).default(DEFAULT_OUTLINE.leading),
  trailing: z.number().int().min(0).max(50).default(DEFAULT_OUTLINE.trailing),
});

const OUTLINE_ERROR = "Use true, or an object with leading (1 to 50) and trailing (0 to 50)";

const integer = integerField({
  title: "mod",
  description: "A modulus: the answer is the least non-negative residue, and nothing is expanded",
  examples: ["1000000007"],
});

const modulusSchema = z.unknown().optional().transform((raw, context): bigint | undefined => {
  if (raw === undefined) return undefined;
  const fail = (message: string) => {
    context.issues.push({ code: "custom", message, input: undefined });
    return z.NEVER;
  };
  const read = integer.safeParse(raw);
  if (!read.success) return fail(read.error.issues[0]!.message);
  if (expandedLength(read.data) > MAX_MODULUS_DIGITS) {
    return fail(
      `It has ${expandedLength(read.data)} digits, but at most ${MAX_MODULUS_DIGITS} are allowed`,
    );
  }
  const modulus = toBigint(read.data);
  return modulus >= 1n ? modulus : fail("Cannot use this modulus: the minimum is 1");
}).meta(integer.meta()!);

const outlineSchema = z.unknown().optional().transform(
  (raw, context): OutlineRequest | undefined => {
    if (raw === undefined || raw === false || raw === "false") return undefined;
    if (raw === true || raw === "true" || raw === "on") return DEFAULT_OUTLINE;
    const ends = outlineEnds.safeParse(typeof raw === "string" ? readLengths(raw) : raw);
    if (ends.success) return ends.data;
    context.issues.push({ code: "custom", message: OUTLINE_ERROR, input: undefined });
    return z.NEVER;
  },
).meta({
  title: "outline",
  description: "The digit count, the first and the last digits, without expanding the value",
  examples: [true, { leading: 50, trailing: 50 }],
  type: ["boolean", "object"],
});

/** Reads the canonical form, such as `20+20`. */
function readLengths(text: string): unknown {
  const [, leading, trailing] = /^(\d{1,2})\+(\d{1,2})$/.exec(text) ?? [];
  return leading === undefined ? text : { leading: Number(leading), trailing: Number(trailing) };
}

/** Members that operations with large results take in addition to their own input, by name. */
export const OPTION_SHAPE = { mod: modulusSchema, outline: outlineSchema } as const;

export type OptionName = keyof typeof OPTION_SHAPE;

/** Options after validation. */
export interface Options {
  readonly mod?: bigint | undefined;
  readonly outline?: OutlineRequest | undefined;
}

/** Validates the options of an operation among the members of a request. */
export function optionsSchema(operation: Operation): z.ZodType<Options> {
  const supported = supportedOptions(operation);
  return z.record(z.string(), z.unknown()).transform((values, context): Options => {
    const refuse = (field: OptionName, message: string) => {
      context.issues.push({ code: "custom", message, path: [field], input: undefined });
    };
    const options: Record<string, unknown> = {};
    for (const name of ["mod", "outline"] as const) {
      const read = OPTION_SHAPE[name].safeParse(values[name]);
      if (!read.success) refuse(name, read.error.issues[0]!.message);
      else if (read.data !== undefined) options[name] = read.data;
      if (options[name] !== undefined && !supported.includes(name)) {
        refuse(name, `${operation.name} does not take this option: leave it out`);
      }
    }
    if (supported.length > 0 && options.mod !== undefined && options.outline !== undefined) {
      refuse("outline", "mod and outline exclude each other");
    }
    return options;
  });
}

/** The options that an operation takes. */
export function supportedOptions({ residue, outlined }: Operation): readonly OptionName[] {
  return [...(residue ? ["mod" as const] : []), ...(outlined ? ["outline" as const] : [])];
}

/** The options that are set, as canonical texts; equal options have equal texts. */
export function canonicalOptions({ mod, outline }: Options): CanonicalInput {
  return {
    ...(mod !== undefined && { mod: String(mod) }),
    ...(outline !== undefined && { outline: `${outline.leading}+${outline.trailing}` }),
  };
}
