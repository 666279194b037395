import type * as z from "zod";
import { ServiceError } from "../../domain/errors.ts";
import { parseExpression } from "../../domain/expressions/parse.ts";
import { printExpression } from "../../domain/expressions/print.ts";
import type { CanonicalInput, Operation } from "../../domain/operations/mod.ts";
import { questionField } from "../../domain/question.ts";
import type { Values } from "../body_object.ts";
import { withoutEmptyFields } from "../without_empty_fields.ts";
import { readTypedList } from "./typed_list.ts";
import { cleaned, readTypedNumber } from "./typed_number.ts";

/** A field that was not understood, with what it may mean. */
export interface Doubt {
  readonly message: string;
  /** Numbers or lists that the text can mean. */
  readonly readings: readonly string[];
  /** An expression for the calculator. */
  readonly expression: string | undefined;
}

/** The values of a form as they were read, and the fields in doubt. */
export interface TypedValues {
  readonly values: Values;
  readonly doubts: Readonly<Record<string, Doubt>>;
}

const EXPRESSION_DOUBT = {
  message: "This is an expression, and this field takes a number",
  readings: [],
};

/** Suffix of the button that chooses one of several readings of a field. */
export const MEANT = ".meant";

/**
 * Reads the values of a form or link: numbers as people type them, without empty optional fields.
 * An ambiguous number or list is a doubt, and so is an expression where a number is expected.
 */
export function readTypedValues(operation: Operation, sent: Values): TypedValues {
  const doubts: Record<string, Doubt> = {};
  const entries = Object.entries(sent).filter(([name]) => !name.endsWith(MEANT)).map(
    ([name, value]) => {
      const schema = questionField(operation, name);
      if (schema === undefined || typeof value !== "string") return [name, value];
      const kind = numberKind(schema);
      if (kind === undefined) return [name, isText(schema) ? value : cleaned(value)];
      const read = kind === "list" ? readTypedList(value) : readTypedNumber(value, kind);
      if (read.kind === "read") {
        const doubt = kind !== "list" && isExpression(read.text, schema)
          ? { ...EXPRESSION_DOUBT, expression: expressionFor(operation, sent, name, read.text) }
          : undefined;
        if (doubt) doubts[name] = doubt;
        return [name, read.text];
      }
      const chosen = read.readings.find((reading) => reading === sent[name + MEANT]);
      if (chosen !== undefined) return [name, chosen];
      const [first, second] = read.readings;
      doubts[name] = {
        message: kind === "list"
          ? "Which numbers did you mean?"
          : `Did you mean ${first} or ${second}?`,
        readings: read.readings,
        expression: undefined,
      };
      return [name, value.trim()];
    },
  );
  return { values: withoutEmptyFields(operation, Object.fromEntries(entries)), doubts };
}

/** Whether no number field reads a value, but the calculator does. */
function isExpression(text: string, schema: z.ZodType): boolean {
  const hasOperator = /[-+*\/^!#(]/.test(text.slice(1).replace(/[eE][+-](?=[0-9]+$)/, ""));
  return hasOperator && !schema.safeParse(text).success && canParse(text);
}

/** The operation applied to an expression, or the expression alone. */
function expressionFor(operation: Operation, sent: Values, name: string, text: string): string {
  const values = Object.entries(sent).filter(([, value]) => typeof value === "string");
  const input = { ...Object.fromEntries(values) as CanonicalInput, [name]: `(${text})` };
  const call = `${operation.name}(${Object.values(input).join(", ")})`;
  const applied = [operation.formula(input), call].find(canParse);
  return applied === undefined ? text : printExpression(parseExpression(applied));
}

function canParse(text: string): boolean {
  try {
    parseExpression(text);
    return true;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}

/** What a field for numbers expects; undefined for other fields. */
function numberKind(schema: z.ZodType): "integer" | "rational" | "list" | undefined {
  const { type, pattern } = schema.meta() ?? {};
  if (type === "array") return "list";
  if (pattern === undefined) return undefined;
  return schema.safeParse("0.5").success ? "rational" : "integer";
}

/** Whether a field takes an expression, whose errors have a place in the text. */
function isText(schema: z.ZodType): boolean {
  return schema.meta()?.type === "string";
}
