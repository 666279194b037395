import { z } from "zod";
import { type Decimal, expandedLength, isInteger, parseDecimal } from "../numbers/mod.ts";

/** Maximum number of digits of one input, written without an exponent. */
export const MAX_INPUT_DIGITS = 1_000_000;

/** Maximum number of characters of an input that an error message quotes. */
const QUOTED_CHARACTERS = 40;

export interface FieldMetadata {
  readonly title: string;
  readonly description: string;
  readonly examples: readonly (string | number)[];
}

/** A field for any finite decimal number. */
export function decimalField(metadata: FieldMetadata): z.ZodType<Decimal> {
  return numberField(metadata, () => undefined);
}

/** A field for a decimal number whose exact value is an integer. */
export function integerField(metadata: FieldMetadata): z.ZodType<Decimal> {
  return numberField(metadata, integerProblem);
}

/** A field for a non-negative integer. */
export function naturalField(metadata: FieldMetadata): z.ZodType<Decimal> {
  return numberField(metadata, (value, text) => {
    if (value.negative) return `Cannot use ${quote(text)}: the minimum is 0`;
    return integerProblem(value, text);
  });
}

function integerProblem(value: Decimal, text: string): string | undefined {
  return isInteger(value) ? undefined : `Cannot use ${quote(text)}: an integer is required`;
}

function numberField(
  metadata: FieldMetadata,
  problemWith: (value: Decimal, text: string) => string | undefined,
): z.ZodType<Decimal> {
  return z.unknown().transform((raw, context): Decimal => {
    const read = readNumber(raw);
    const problem = typeof read === "string" ? read : problemWith(read, String(raw));
    if (problem === undefined) return read as Decimal;
    context.issues.push({ code: "custom", message: problem, input: undefined });
    return z.NEVER;
  }).meta({
    ...metadata,
    examples: [...metadata.examples],
    type: ["integer", "number", "string"],
    pattern: "^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$",
  });
}

/** Returns the number, or an error text. */
function readNumber(raw: unknown): Decimal | string {
  if (raw === undefined) return "Missing";
  if (raw === "") return "A number is required";
  const text = Number.isSafeInteger(raw) ? String(raw) : raw;
  if (typeof text !== "string") return `A number is required, not ${kindOf(raw)}`;
  let value: Decimal;
  try {
    value = parseDecimal(text);
  } catch {
    return `Cannot read ${quote(text)} as a decimal number`;
  }
  const length = expandedLength(value);
  if (length <= MAX_INPUT_DIGITS) return value;
  return `The number has ${lengthText(length)} digits, but at most ${MAX_INPUT_DIGITS} are allowed`;
}

function lengthText(length: number): string {
  return Number.isSafeInteger(length) ? String(length) : "more than 9007199254740991";
}

function kindOf(raw: unknown): string {
  if (raw === null) return "null";
  if (Array.isArray(raw)) return "an array";
  return typeof raw === "object" ? "an object" : String(raw);
}

function quote(text: string): string {
  const shown = text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text;
  return JSON.stringify(shown);
}
