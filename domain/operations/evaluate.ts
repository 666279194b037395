import * as z from "zod";
import { outlineExpression } from "../expressions/evaluation/outline_expression.ts";
import { type ExpressionPlan, planExpression } from "../expressions/evaluation/plan_expression.ts";
import type { Expression } from "../expressions/expression.ts";
import { invalidExpression } from "../expressions/expression_error.ts";
import { MAX_CHARACTERS, parseExpression } from "../expressions/parse.ts";
import { printExpression } from "../expressions/print.ts";
import { numberText } from "../numbers/mod.ts";
import type { OutlineRequest } from "../numbers/outline/mod.ts";
import type { PlannedMethod } from "../planned_method.ts";
import { defineOperation } from "./operation.ts";
import { type Variables, variablesField } from "./variables_field.ts";

/** Maximum number of characters of an expression that describes a result. */
const SHOWN_CHARACTERS = 80;

interface EvaluateInput {
  readonly expression: Expression;
  /** The canonical text of the expression. */
  readonly understood: string;
  /** Only those that the expression contains. */
  readonly variables: Variables;
}

const expressionField = () =>
  z.unknown().transform((raw, context): string => {
    if (typeof raw === "string") return raw;
    const message = raw === undefined
      ? "An expression is required, such as 2^100 + 1/3"
      : "Use a text, such as 2^100 + 1/3";
    context.issues.push({ code: "custom", message, input: undefined });
    return z.NEVER;
  }).meta({
    title: "expression",
    description:
      "Exact numbers with + - * / ^ ! mod, comparisons and functions, such as binomial(n, k)",
    examples: ["binomial(1000, 500)/2^1000 + 1/3", "2^100 > 10^30"],
    type: "string",
    maxLength: MAX_CHARACTERS,
  });

const fields = () => z.object({ expression: expressionField(), variables: variablesField() });

const result = () => ({
  understood: z.string().meta({ description: "The expression as it was read" }),
  kind: z.enum(["integer", "decimal", "fraction", "boolean", "list"]).optional().meta({
    description: "Absent in an outline",
  }),
  decimal: z.object({
    digits: z.string().meta({ description: "The decimal expansion, truncated" }),
    places: z.int(),
    period: z.object({ start: z.int(), length: z.int(), text: z.string() }).nullable().meta({
      description: "Null if it has more than 1,000 digits",
    }),
  }).nullable().optional().meta({ description: "Only for fractions" }),
  certainty: z.enum(["proven", "probable"]).optional().meta({
    description: "Only for a value that depends on whether numbers are prime",
  }),
  first: z.string().optional().meta({ description: "Only beyond max_characters" }),
  last: z.string().optional(),
  sha256: z.string().optional().meta({ description: "Of the whole result, in hexadecimal" }),
});

export const evaluateOperation = defineOperation<EvaluateInput>({
  name: "evaluate",
  paths: ["/evaluate", "/api/evaluate"],
  group: "Expressions",
  title: "Expression",
  plural: "values of expressions",
  notation: "a + b",
  description: "The exact value of an expression, and how the expression was understood.",
  input: () => Object.assign(fields().transform(readInput), { shape: fields().shape }),
  details: result,
  example: { expression: "binomial(n, 500)/2^n + 1/3", variables: "n = 1000" },
  describe: ({ expression }) => `the value of ${shorten(String(expression))}`,
  formula: ({ expression, variables = "" }) => {
    const text = withClearMod(String(expression), String(variables));
    return variables === "" ? text : `${text}, ${variables}`;
  },
  canonical: ({ understood, variables }) => ({
    expression: understood,
    ...(Object.keys(variables).length > 0 && { variables: variablesText(variables) }),
  }),
  isAnsweredByGet: true,
  isAbridged: true,
  plan: planEvaluation,
  predictSeconds: (input) => planEvaluation(input).predictSeconds(),
  compute: (input, context) => planEvaluation(input).compute(context),
  outlined: ({ expression, variables }, tools) => outlineExpression(expression, variables, tools),
});

/** Throws `invalid_expression`. */
function readInput(
  { expression: text, variables }: z.output<ReturnType<typeof fields>>,
): EvaluateInput {
  const expression = parseExpression(text, new Set(Object.keys(variables)));
  const understood = printExpression(expression);
  if (understood.length > MAX_CHARACTERS) {
    const message = `in canonical form it has ${understood.length} characters, ` +
      `but at most ${MAX_CHARACTERS} are allowed`;
    throw invalidExpression(message, { start: 0, end: text.length });
  }
  const used = new Set(expression.map((node) => node.kind === "variable" ? node.name : ""));
  const names = Object.keys(variables).filter((name) => used.has(name)).sort();
  return {
    expression,
    understood,
    variables: Object.fromEntries(names.map((name) => [name, variables[name]!])),
  };
}

/** Plans once: the limit is the same for all calls. */
function planEvaluation(
  { expression, understood, variables }: EvaluateInput,
  outline?: OutlineRequest,
): PlannedMethod {
  let planned: ExpressionPlan | undefined;
  const planWithin = (maxDigits: number) =>
    planned ??= planExpression(expression, { maxDigits, variables, outline });
  return {
    predictSeconds: (context = {}) =>
      planWithin(context.maxDigits ?? Infinity).predictSeconds(context),
    compute(context) {
      const computed = planWithin(context.maxDigits ?? Infinity).compute(context);
      return { ...computed, details: { understood, ...computed.details } };
    },
  };
}

/** As in `n = 25, x = 1/3`. */
function variablesText(variables: Variables): string {
  return Object.entries(variables).map(([name, value]) => `${name} = ${numberText(value)}`)
    .join(", ");
}

function shorten(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** Shows that `a mod b + c` is `(a mod b) + c`. A text that is no expression is returned as it is. */
function withClearMod(text: string, variables: string): string {
  if (!text.includes(" mod ")) return text;
  const names = new Set(variables.match(/[A-Za-z]\w*(?= =)/g));
  try {
    return printExpression(parseExpression(text, names), "around mod");
  } catch {
    return text;
  }
}
