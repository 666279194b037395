import * as z from "zod";
import type { Operation } from "../../domain/operations/mod.ts";
import { questionShape } from "../../domain/question.ts";
import { answerSchema } from "../response_schemas.ts";
import {
  BODY_PROBLEMS,
  type Document,
  FORM,
  NamedSchema,
  problems,
  schemaOf,
  SESSION_OR_KEY,
} from "./describe.ts";
import { withEmptyFields } from "./with_empty_fields.ts";

/** Problems that can occur while a question is answered. */
const QUESTION_PROBLEMS = [
  "unauthenticated",
  "forbidden",
  "invalid_input",
  "invalid_expression",
  "division_by_zero",
  "result_too_large",
  "too_costly",
  "not_invertible",
  "no_solution",
  "rate_limited",
  "overloaded",
  "unavailable",
  "time_limit_exceeded",
] as const;

/** The paths of an operation. */
export function calculationPaths(operation: Operation): [string, Document][] {
  const { name, title, description } = operation;
  const question = z.object(questionShape(operation));
  const answers = calculationResponses(operation);
  return operation.paths.map((path, index) => [path, {
    ...(operation.isAnsweredByGet && index === 0 && {
      get: {
        operationId: `${name}_by_get`,
        tags: ["Calculations"],
        summary: title,
        description: `${description} A plus sign in the query is written as %2B.`,
        security: SESSION_OR_KEY,
        parameters: Object.entries(question.shape).map(([name, schema]) => ({
          name,
          in: "query",
          required: !schema.safeParse(undefined).success,
          description: schema.meta()?.description,
          schema: { type: "string" },
        })),
        responses: { ...answers, ...problems(...QUESTION_PROBLEMS) },
      },
    }),
    post: {
      operationId: index === 0 ? name : `${name}_${index + 1}`,
      tags: ["Calculations"],
      summary: title,
      description,
      security: SESSION_OR_KEY,
      requestBody: questionBody(operation, question),
      responses: { ...answers, ...problems(...BODY_PROBLEMS, ...QUESTION_PROBLEMS) },
    },
  }]);
}

function questionBody({ name, example }: Operation, question: z.ZodObject): Document {
  const json = schemaOf(new NamedSchema(question, `${schemaName(name)}Question`));
  const form = new NamedSchema(question, `${schemaName(name)}Form`);
  return {
    required: true,
    content: {
      "application/json": { schema: json, example },
      [FORM]: { schema: withEmptyFields(schemaOf(form)), example },
    },
  };
}

/** Such as `Factorial`. */
function schemaName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function calculationResponses({ name, details }: Operation): Document {
  const answer = details
    ? new NamedSchema(answerSchema.extend(details()), `${schemaName(name)}Answer`)
    : answerSchema;
  return {
    200: {
      description: "The exact answer, after it has been recorded",
      content: {
        "application/json": { schema: schemaOf(answer) },
        "text/plain": { schema: { type: "string" } },
        "text/event-stream": { schema: { type: "string", description: EVENTS } },
      },
    },
  };
}

const EVENTS = "Server-sent events: `progress` with `fraction`, from 0 to 1, and the estimated " +
  "`seconds_left` while the calculation waits and runs; then one `result`, the answer as JSON, or " +
  "one `problem`, a problem document. A result of more than 1,000 digits is null, with `sha256` and " +
  "its `first` and `last` 200 characters, unless the Accept header asks for more digits: " +
  "`text/event-stream;digits=3000`, or `digits=all`. Errors before the calculation is accepted have " +
  "their own status. Closing the connection cancels the calculation.";
