import * as z from "zod";
import { type ExactNumber, expandedLength, isFraction, parseNumber } from "../numbers/mod.ts";
import { MAX_INPUT_DIGITS } from "./inputs.ts";

/** The values of variables by name, in lower case. */
export type Variables = Readonly<Record<string, ExactNumber>>;

/** Maximum number of variables of an expression. */
const MAX_VARIABLES = 100;

const NAME = /^[a-z][a-z0-9_]{0,49}$/;
const OPERATORS: ReadonlySet<string> = new Set(["mod", "and", "or", "not"]);

/** A field for variables: an object of names and numbers, or a text such as `n = 25, x = 1/3`. */
export function variablesField(): z.ZodType<Variables> {
  return z.unknown().optional().transform((raw, context): Variables => {
    const fail = (message: string) => {
      context.issues.push({ code: "custom", message, input: undefined });
      return z.NEVER;
    };
    const pairs = pairsOf(raw);
    if (!pairs) {
      return fail("Use an object of names and numbers, or a text such as n = 25, x = 1/3");
    }
    if (pairs.length > MAX_VARIABLES) return fail(`At most ${MAX_VARIABLES} variables are allowed`);
    const values = new Map<string, ExactNumber>();
    for (const [written, text] of pairs) {
      const name = written.toLowerCase();
      const value = readValue(name, text);
      if (typeof value === "string") return fail(value);
      if (values.has(name)) return fail(`The variable ${name} has two values`);
      values.set(name, value);
    }
    return Object.fromEntries(values);
  }).meta({
    title: "variables",
    description: "Values of the names in the expression, if it has any, such as n = 25, x = 1/3",
    examples: ["n = 1000", { n: "25", x: "1/3" }],
    type: ["object", "string"],
  });
}

/** Names and values as they were written; undefined if there are none to read. */
function pairsOf(raw: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (raw === undefined || raw === "") return [];
  if (typeof raw === "string") return raw.split(",").map(pairOf);
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return undefined;
  return Object.entries(raw);
}

function pairOf(text: string): readonly [string, string] {
  const [name = "", ...value] = text.split("=");
  return [name.trim(), value.join("=").trim()];
}

/** Returns the value, or an error text. */
function readValue(name: string, raw: unknown): ExactNumber | string {
  const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
  if (!NAME.test(name)) {
    return `Cannot use the name ${shown}: a letter and up to 49 letters, digits and "_" are allowed`;
  }
  if (OPERATORS.has(name)) return `Cannot use the name ${shown}: it is an operator`;
  const text = Number.isSafeInteger(raw) ? String(raw) : raw;
  if (typeof text !== "string") return `The variable ${name} needs a number, such as "25"`;
  try {
    const value = parseNumber(text);
    const length = isFraction(value) ? 0 : expandedLength(value);
    if (length <= MAX_INPUT_DIGITS) return value;
    return `The variable ${name} has more than ${MAX_INPUT_DIGITS} digits`;
  } catch (error) {
    const reason = error instanceof RangeError ? `: ${error.message}` : "";
    return `Cannot read the value of the variable ${name} as a number${reason}`;
  }
}
