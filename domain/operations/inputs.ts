import * as z from "zod";
import { ServiceError } from "../errors.ts";
import {
  type Decimal,
  type ExactNumber,
  expandedLength,
  isFraction,
  isInteger,
  isNegative,
  parseInteger,
  parseNumber,
  toNumber,
} from "../numbers/mod.ts";

/** Maximum number of digits of one input, written without an exponent. */
export const MAX_INPUT_DIGITS = 1_000_000;

/** Maximum number of characters of an input that an error message quotes. */
const QUOTED_CHARACTERS = 40;

/** JSON schema of a number. */
const NUMBER_SCHEMA = {
  type: ["integer", "number", "string"],
  pattern: "^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$|^-?[0-9]+/[0-9]+$",
};

export interface FieldMetadata {
  readonly title: string;
  readonly description: string;
  readonly examples: readonly (string | number)[];
}

/** A field for any rational number: a decimal, or a fraction `p/q`. */
export function rationalField(metadata: FieldMetadata): z.ZodType<ExactNumber> {
  return numberField(metadata, (value) => value, parseNumber);
}

/** A field for a number whose exact value is an integer. */
export function integerField(metadata: FieldMetadata): z.ZodType<Decimal> {
  return numberField(metadata, integerOf);
}

/** A field for a non-negative integer. */
export function naturalField(metadata: FieldMetadata): z.ZodType<Decimal> {
  return numberField(metadata, (value, text) => atLeast(0, value, text));
}

/** A field for a positive integer. */
export function positiveField(metadata: FieldMetadata): z.ZodType<Decimal> {
  return numberField(metadata, positiveIntegerOf);
}

export interface RangeMetadata extends FieldMetadata {
  readonly min: number;
  readonly max: number;
  /** The value of a field that is absent. */
  readonly fallback: number;
}

/** A field for an integer in a range, which may be left out. */
export function rangeField(
  { min, max, fallback, ...metadata }: RangeMetadata,
): z.ZodType<Decimal> {
  const convert: Convert<Decimal> = (value, text) => {
    const integer = atLeast(min, value, text);
    if (typeof integer === "string" || toNumber(integer) <= max) return integer;
    return `Cannot use ${quote(text)}: the maximum is ${max}`;
  };
  return numberField({ ...metadata, default: fallback }, convert);
}

export interface ListMetadata extends FieldMetadata {
  readonly minItems: number;
  readonly maxItems: number;
}

/** A field for a list of integers: an array, or a text with commas or spaces between the items. */
export function integersField(metadata: ListMetadata): z.ZodType<readonly Decimal[]> {
  return listField(metadata, integerOf);
}

/** A field for a list of positive integers. */
export function positiveIntegersField(metadata: ListMetadata): z.ZodType<readonly Decimal[]> {
  return listField(metadata, positiveIntegerOf);
}

/** An upper bound of the bits of an integer, or of both parts of a fraction. Does not expand it. */
export function bitsOf(value: Decimal): number {
  return Math.ceil(expandedLength(value) * Math.log2(10));
}

/**
 * Digits of the longest integers, taken together, of operations on V8's BigInt: one product or division
 * of them takes about 20 ms, which cannot be cancelled.
 */
const LONGEST_BIGINT = 100_000;

/** Throws `too_costly` for integers that take too long in operations on BigInt. */
export function rejectLongIntegers(values: readonly Decimal[]): void {
  const digits = values.map(expandedLength).reduce((sum, count) => sum + count, 0);
  if (digits <= LONGEST_BIGINT) return;
  throw new ServiceError(
    "too_costly",
    `The numbers have ${digits} digits together: this operation takes too long for more than ` +
      `${LONGEST_BIGINT}`,
    { members: { predicted_seconds: "Infinity" } },
  );
}

/** A power of two that is at least as long as an integer, for predictions that depend on its length. */
export function powerOfSameLength(value: Decimal): bigint {
  return 1n << BigInt(Math.min(bitsOf(value), MAX_PREDICTED_BITS));
}

/** Bits above which the predicted time of any operation on primes is far beyond every limit. */
const MAX_PREDICTED_BITS = 200_000;

/** Converts a number to the value of a field, or returns an error text. */
type Convert<Value> = (value: ExactNumber, text: string) => Value | string;

function integerOf(value: ExactNumber, text: string): Decimal | string {
  if (!isFraction(value) && isInteger(value)) return value;
  return `Cannot use ${quote(text)}: an integer is required`;
}

function positiveIntegerOf(value: ExactNumber, text: string): Decimal | string {
  return atLeast(1, value, text);
}

function atLeast(min: number, value: ExactNumber, text: string): Decimal | string {
  const integer = isNegative(value) ? undefined : integerOf(value, text);
  if (typeof integer === "string") return integer;
  if (integer && toNumber(integer) >= min) return integer;
  return `Cannot use ${quote(text)}: the minimum is ${min}`;
}

function numberField<Value>(
  metadata: FieldMetadata & { readonly default?: number },
  convert: Convert<Value>,
  parse = parseInteger,
): z.ZodType<Value> {
  const { default: fallback } = metadata;
  const accepted = fallback === undefined ? z.unknown() : z.unknown().optional();
  return accepted.transform((given, context): Value => {
    const raw = given === undefined ? fallback : given;
    const read = readNumber(raw, convert, parse);
    if (typeof read !== "string") return read as Value;
    context.issues.push({ code: "custom", message: read, input: undefined });
    return z.NEVER;
  }).meta({ ...metadata, examples: [...metadata.examples], ...NUMBER_SCHEMA });
}

function listField(
  { minItems, maxItems, ...metadata }: ListMetadata,
  convert: Convert<Decimal>,
): z.ZodType<readonly Decimal[]> {
  const count = `${minItems} to ${maxItems} numbers`;
  return z.unknown().transform((raw, context): readonly Decimal[] => {
    const items = typeof raw === "string" ? itemsOf(raw) : raw;
    const fail = (message: string) => {
      context.issues.push({ code: "custom", message, input: undefined });
      return z.NEVER;
    };
    if (raw === undefined) return fail(`A list of ${count} is required`);
    if (!Array.isArray(items)) return fail(`A list of ${count} is required, not ${kindOf(items)}`);
    if (items.length < minItems || items.length > maxItems) {
      return fail(`Expected ${count}, got ${items.length}`);
    }
    const numbers = items.map((item) => readNumber(item, convert, parseInteger));
    const problem = numbers.find((number) => typeof number === "string");
    if (problem !== undefined) return fail(problem);
    const decimals = numbers as Decimal[];
    const digits = decimals.map(expandedLength).reduce((sum, length) => sum + length);
    return digits <= MAX_INPUT_DIGITS ? decimals : fail(tooLong("The numbers have", digits));
  }).meta({
    ...metadata,
    examples: metadata.examples.map((example) => String(example).split(", ")),
    type: "array",
    items: NUMBER_SCHEMA,
    minItems,
    maxItems,
  });
}

/** The numbers of a list as people write it: 2, 3 or 2 3 or [2, 3]. */
function itemsOf(text: string): string[] {
  const [, inner = text] = /^\s*\[(.*)\]\s*$/s.exec(text) ?? [];
  return inner.split(/[\s,]+/).filter((item) => item !== "");
}

/** Returns the value, or an error text. */
function readNumber<Value>(
  raw: unknown,
  convert: Convert<Value>,
  parse: typeof parseNumber,
): Value | string {
  if (raw === undefined || raw === "") return "A number is required";
  const text = Number.isSafeInteger(raw) ? String(raw) : raw;
  if (typeof text !== "string") return `A number is required, not ${kindOf(raw)}`;
  let value: ExactNumber;
  try {
    value = parse(text);
  } catch (error) {
    if (error instanceof RangeError) return `Cannot use ${quote(text)}: ${error.message}`;
    return `Cannot read ${quote(text)} as a number: write digits only, as in 1000 or 1.5e3`;
  }
  const length = isFraction(value) ? 0 : expandedLength(value);
  if (length <= MAX_INPUT_DIGITS) return convert(value, text);
  return tooLong("The number has", length);
}

function tooLong(subject: string, digits: number): string {
  const count = Number.isSafeInteger(digits) ? String(digits) : "more than 9007199254740991";
  return `${subject} ${count} digits, but at most ${MAX_INPUT_DIGITS} are allowed`;
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
