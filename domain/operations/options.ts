import * as z from "zod";
import { once } from "../once.ts";
import type { FieldError } from "../errors.ts";
import { expandedLength, toBigint } from "../numbers/mod.ts";
import type { OutlineRequest } from "../numbers/outline/mod.ts";
import { integerField } from "./inputs.ts";
import type { CanonicalInput, Operation } from "./operation.ts";

/** Digits of the modulus of a residue. */
const MAX_MODULUS_DIGITS = 10_000;

const DEFAULT_OUTLINE: OutlineRequest = { leading: 20, trailing: 20 };

const outlineEnds = once(() =>
  z.strictObject({
    leading: z.number().int().min(1).max(50).default(DEFAULT_OUTLINE.leading),
    trailing: z.number().int().min(0).max(50).default(DEFAULT_OUTLINE.trailing),
  })
);

const OUTLINE_ERROR = "Use true, or an object with leading (1 to 50) and trailing (0 to 50)";

const integer = once(() =>
  integerField({
    title: "mod",
    description: "A modulus: the answer is the least non-negative residue, and nothing is expanded",
    examples: ["1000000007"],
  })
);

const modulusSchema = once(() =>
  z.unknown().optional().transform((raw, context): bigint | undefined => {
    if (raw === undefined) return undefined;
    const fail = (message: string) => {
      context.issues.push({ code: "custom", message, input: undefined });
      return z.NEVER;
    };
    const read = integer().safeParse(raw);
    if (!read.success) return fail(read.error.issues[0]!.message);
    if (expandedLength(read.data) > MAX_MODULUS_DIGITS) {
      return fail(
        `It has ${expandedLength(read.data)} digits, but at most ${MAX_MODULUS_DIGITS} are allowed`,
      );
    }
    const modulus = toBigint(read.data);
    return modulus >= 1n ? modulus : fail("Cannot use this modulus: the minimum is 1");
  }).meta(integer().meta()!)
);

const outlineSchema = once(() =>
  z.unknown().optional().transform(
    (raw, context): OutlineRequest | undefined => {
      if (raw === undefined || raw === false || raw === "false") return undefined;
      if (raw === true || raw === "true" || raw === "on") return DEFAULT_OUTLINE;
      const ends = outlineEnds().safeParse(typeof raw === "string" ? readLengths(raw) : raw);
      if (ends.success) return ends.data;
      context.issues.push({ code: "custom", message: OUTLINE_ERROR, input: undefined });
      return z.NEVER;
    },
  ).meta({
    title: "outline",
    description: "The digit count, the first and the last digits, without expanding the value",
    examples: [true, { leading: 50, trailing: 50 }],
    type: ["boolean", "object"],
  })
);

/** Reads the canonical form, such as `20+20`. */
function readLengths(text: string): unknown {
  const [, leading, trailing] = /^(\d{1,2})\+(\d{1,2})$/.exec(text) ?? [];
  return leading === undefined ? text : { leading: Number(leading), trailing: Number(trailing) };
}

const maxCharactersSchema = once(() =>
  z.unknown().optional().transform((raw, context): number | undefined => {
    if (raw === undefined || raw === "") return undefined;
    const text = typeof raw === "number" ? String(raw) : raw;
    if (typeof text === "string" && /^[0-9]{1,9}$/.test(text)) return Number(text);
    context.issues.push({
      code: "custom",
      message: "Use a number of characters from 0 to 999999999",
      input: undefined,
    });
    return z.NEVER;
  }).meta({
    title: "max_characters",
    description:
      "A longer result is null, and its ends, its number of digits and its SHA-256 describe it",
    examples: [1000],
    type: ["integer", "string"],
  })
);

/** Members that some operations take in addition to their own input, by name. */
export const optionShape = once(() => ({
  mod: modulusSchema(),
  outline: outlineSchema(),
  max_characters: maxCharactersSchema(),
} as const));

export type OptionName = keyof ReturnType<typeof optionShape>;

const OPTION_NAMES = ["mod", "outline", "max_characters"] as const satisfies OptionName[];

/** Options after validation. */
export interface Options {
  readonly mod?: bigint | undefined;
  readonly outline?: OutlineRequest | undefined;
  /** Characters of the longest result that JSON shows in full. It does not change the result. */
  readonly max_characters?: number | undefined;
}

/** The options among the members of a request, and one error for each that cannot be used. */
export interface OptionsReading {
  readonly options: Options;
  readonly errors: readonly FieldError[];
}

/** Reads the options of an operation among the members of a request. */
export function readOptions(
  operation: Operation,
  values: Readonly<Record<string, unknown>>,
): OptionsReading {
  const options: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  const supported = supportedOptions(operation);
  for (const name of OPTION_NAMES) {
    if (values[name] === undefined) continue;
    const read = optionShape()[name].safeParse(values[name]);
    if (!read.success) errors.push({ field: name, message: read.error.issues[0]!.message });
    else if (read.data !== undefined) options[name] = read.data;
    if (options[name] !== undefined && !supported.includes(name)) {
      const message = `${operation.name} does not take this option: leave it out`;
      errors.push({ field: name, message });
    }
  }
  if (supported.length > 0 && options.mod !== undefined && options.outline !== undefined) {
    errors.push({ field: "outline", message: "mod and outline exclude each other" });
  }
  return { options, errors };
}

/** The options that an operation takes. */
export function supportedOptions(operation: Operation): readonly OptionName[] {
  const { residue, outlined, isAbridged } = operation;
  const isSupported = { mod: residue, outline: outlined, max_characters: isAbridged };
  return OPTION_NAMES.filter((name) => isSupported[name]);
}

/** The options that change the result, as canonical texts; equal options have equal texts. */
export function canonicalOptions({ mod, outline }: Options): CanonicalInput {
  return {
    ...(mod !== undefined && { mod: String(mod) }),
    ...(outline !== undefined && { outline: `${outline.leading}+${outline.trailing}` }),
  };
}
