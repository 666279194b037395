import { z } from "zod";
import {
  credentialsSchema,
  newAccountSchema,
  passwordChangeSchema,
} from "../domain/accounts/credentials.ts";
import { newKeySchema } from "../domain/accounts/new_key.ts";
import type { ErrorCode } from "../domain/errors.ts";
import { type Operation, summarizeOperations } from "../domain/operations/mod.ts";
import { questionShape } from "../domain/question.ts";
import { batchAnswerSchema, batchLineSchema, batchSchema } from "./batch_schemas.ts";
import { digitsWindowSchema } from "./entries.ts";
import { hoistDefinitions } from "./hoist_definitions.ts";
import { logFilterSchema } from "./log_filter.ts";
import { PROBLEMS } from "./problems.ts";
import {
  answerSchema,
  createdKeySchema,
  healthSchema,
  keysSchema,
  logItemSchema,
  probeSchema,
  problemSchema,
  profileSchema,
  tokenSchema,
  userSchema,
} from "./response_schemas.ts";

type Document = Record<string, unknown>;

/** Requires a token of a session. */
const SESSION = [{ password: [] }, { bearer: [] }];

/** Accepts an API key in place of a token. */
const SESSION_OR_KEY = [...SESSION, { key: [] }];

const PUBLIC: Document[] = [];

/** Problems that can occur while a body is read. */
const BODY_PROBLEMS = [
  "malformed_request",
  "request_timeout",
  "body_too_large",
  "unsupported_media_type",
] as const;

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

/** The OpenAPI 3.1 document, generated from the schemas that validate the bodies. */
export function openApiDocument(operations: readonly Operation[], version: string): Document {
  const schemas: Document = {};
  return {
    openapi: "3.1.0",
    info: {
      title: "MathCalculator",
      version,
      description: `Exact ${summarizeOperations(operations)}, digit for digit at any size.`,
      license: { name: "MIT", identifier: "MIT" },
    },
    paths: hoistDefinitions({
      ...Object.fromEntries(operations.flatMap(calculationPaths)),
      ...batchPaths(),
      ...accountPaths(),
      ...keyPaths(),
      ...logPaths(operations),
      ...statusPaths(),
    }, schemas),
    components: {
      schemas,
      securitySchemes: {
        password: {
          type: "oauth2",
          flows: { password: { tokenUrl: "/token", scopes: {} } },
        },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        key: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "mc_…",
          description: "An API key from POST /keys, within its scopes",
        },
        operator: {
          type: "http",
          scheme: "bearer",
          description: "The operator's token, if the server requires one for its metrics",
        },
      },
    },
  };
}

function calculationPaths(operation: Operation): [string, Document][] {
  const { name, title, description, example } = operation;
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
      requestBody: body({ "application/json": question, [FORM]: question }, example),
      responses: { ...answers, ...problems(...BODY_PROBLEMS, ...QUESTION_PROBLEMS) },
    },
  }]);
}

function calculationResponses({ details = {} }: Operation): Document {
  return {
    200: {
      description: "The exact answer, after it has been recorded",
      content: {
        "application/json": { schema: schemaOf(answerSchema.extend(details)) },
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

function batchPaths(): Record<string, Document> {
  return {
    "/batch": {
      post: {
        operationId: "batch",
        tags: ["Calculations"],
        summary: "Up to 100 calculations in one request",
        description:
          "Each item has its own answer or problem, its own log entry and its own place " +
          "in the queue and in limits; equal items are computed once. A batch that is predicted to " +
          "take more than four time limits is refused.",
        security: SESSION_OR_KEY,
        requestBody: body({ "application/json": batchSchema }),
        responses: {
          200: {
            description: "The items in order, or as NDJSON each as soon as it is answered",
            content: {
              "application/json": { schema: schemaOf(batchAnswerSchema) },
              "application/x-ndjson": { schema: schemaOf(batchLineSchema) },
            },
          },
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "invalid_input",
            "too_costly",
            "overloaded",
            "unavailable",
          ),
        },
      },
    },
  };
}

const FORM = "application/x-www-form-urlencoded";
const MULTIPART_FORM = "multipart/form-data";

function accountPaths(): Record<string, Document> {
  const signIn = {
    requestBody: body({
      "application/json": credentialsSchema,
      [FORM]: credentialsSchema,
      [MULTIPART_FORM]: credentialsSchema,
    }),
    responses: {
      200: json("A token", tokenSchema),
      ...problems(
        ...BODY_PROBLEMS,
        "forbidden",
        "invalid_credentials",
        "invalid_input",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  };
  return {
    "/signup2": {
      post: {
        operationId: "signup",
        tags: ["Accounts"],
        summary: "Create an account",
        security: PUBLIC,
        requestBody: body({ "application/json": newAccountSchema, [FORM]: newAccountSchema }),
        responses: {
          201: json("The account", userSchema),
          ...problems(
            ...BODY_PROBLEMS,
            "username_taken",
            "invalid_input",
            "forbidden",
            "rate_limited",
            "overloaded",
            "unavailable",
          ),
        },
      },
    },
    "/token": {
      post: {
        operationId: "token",
        tags: ["Accounts"],
        summary: "Get a bearer token",
        security: PUBLIC,
        ...signIn,
      },
    },
    "/login": {
      post: {
        operationId: "login",
        tags: ["Accounts"],
        summary: "Get a bearer token with JSON, or a session cookie with a form",
        security: PUBLIC,
        requestBody: signIn.requestBody,
        responses: {
          ...signIn.responses,
          303: { description: "Sets the session cookie and redirects to the requested page" },
          ...problems("forbidden"),
        },
      },
    },
    "/logout": {
      post: {
        operationId: "logout",
        tags: ["Accounts"],
        summary: "End the session of the token or cookie",
        security: SESSION,
        responses: {
          204: { description: "The session has ended" },
          303: { description: "The session has ended; the response to a form is a redirect" },
          ...problems("unauthenticated", "forbidden", "unavailable"),
        },
      },
    },
    "/password": {
      post: {
        operationId: "password",
        tags: ["Accounts"],
        summary: "Change the password and end all other sessions",
        security: SESSION,
        requestBody: body({
          "application/json": passwordChangeSchema,
          [FORM]: passwordChangeSchema,
        }),
        responses: {
          204: { description: "The password has been changed" },
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "invalid_input",
            "rate_limited",
            "overloaded",
            "unavailable",
          ),
        },
      },
    },
    "/retrieve_info": {
      get: {
        operationId: "retrieve_info",
        tags: ["Accounts"],
        summary: "The account that the token or API key belongs to",
        security: SESSION_OR_KEY,
        responses: {
          200: json("The account", profileSchema),
          ...problems("unauthenticated", "not_found", "rate_limited", "unavailable"),
        },
      },
    },
  };
}

function keyPaths(): Record<string, Document> {
  const tags = ["API keys"];
  return {
    "/keys": {
      post: {
        operationId: "create_key",
        tags,
        summary: "Create an API key, which is shown only in this response",
        security: SESSION,
        requestBody: body({ "application/json": newKeySchema, [FORM]: newKeySchema }),
        responses: {
          201: json("The new key", createdKeySchema),
          ...problems(
            ...BODY_PROBLEMS,
            "unauthenticated",
            "forbidden",
            "invalid_input",
            "too_many_keys",
            "rate_limited",
            "unavailable",
          ),
        },
      },
      get: {
        operationId: "keys",
        tags,
        summary: "The API keys of the user, newest first",
        security: SESSION,
        responses: {
          200: json("The keys", keysSchema),
          ...problems("unauthenticated", "forbidden", "rate_limited", "unavailable"),
        },
      },
    },
    "/keys/{id}": {
      delete: {
        operationId: "revoke_key",
        tags,
        summary: "Revoke an API key, everywhere within two seconds",
        security: SESSION,
        parameters: [{ name: "id", in: "path", required: true, schema: schemaOf(z.uuid()) }],
        responses: {
          204: { description: "The key has been revoked" },
          ...problems("unauthenticated", "forbidden", "not_found", "rate_limited", "unavailable"),
        },
      },
    },
  };
}

const CSV = "RFC 4180, with a header row and the input as JSON. A field that a spreadsheet would " +
  "execute as a formula has an apostrophe in front.";

function logPaths(operations: readonly Operation[]): Record<string, Document> {
  const filter = logFilterSchema(operations.map(({ name }) => name));
  const id = {
    name: "id",
    in: "path",
    required: true,
    description: "Id of an answer",
    schema: { type: "string", format: "uuid" },
  };
  const page = z.object({ entries: z.array(logItemSchema), next: z.uuid().nullable() });
  return {
    "/logs": {
      get: {
        operationId: "logs",
        tags: ["Log"],
        summary: "Recorded calculations, newest first",
        security: SESSION_OR_KEY,
        parameters: queryParameters(filter),
        responses: {
          200: {
            description: "One page as JSON, or all entries, up to a limit, as NDJSON or CSV",
            content: {
              "application/json": { schema: schemaOf(page) },
              "application/x-ndjson": { schema: schemaOf(logItemSchema) },
              "text/csv": { schema: { type: "string", description: CSV } },
            },
          },
          ...problems(
            "unauthenticated",
            "forbidden",
            "not_found",
            "invalid_input",
            "rate_limited",
            "unavailable",
          ),
        },
      },
    },
    "/logs/{id}": {
      get: {
        operationId: "log_entry",
        tags: ["Log"],
        summary: "One recorded calculation",
        security: SESSION_OR_KEY,
        parameters: [id],
        responses: {
          200: json("The entry", logItemSchema),
          ...problems("unauthenticated", "forbidden", "not_found", "unavailable"),
        },
      },
    },
    "/logs/{id}/digits": {
      get: {
        operationId: "log_entry_digits",
        tags: ["Log"],
        summary: "A window of the result of a recorded calculation",
        description: "The characters of the result, including a sign, a point or a fraction bar, " +
          "without a newline. A result above 1,000 digits is available while it is cached.",
        security: SESSION_OR_KEY,
        parameters: [id, ...queryParameters(digitsWindowSchema)],
        responses: {
          200: {
            description: "Up to count characters",
            content: { "text/plain": { schema: { type: "string" } } },
          },
          ...problems(
            "unauthenticated",
            "forbidden",
            "not_found",
            "gone",
            "invalid_input",
            "unavailable",
          ),
        },
      },
    },
  };
}

function queryParameters({ shape }: z.ZodObject): Document[] {
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    description: (schema as z.ZodType).meta()?.description,
    schema: schemaOf(schema as z.ZodType),
  }));
}

function statusPaths(): Record<string, Document> {
  const tags = ["Status"];
  return {
    "/health": {
      get: {
        operationId: "health",
        tags,
        summary: "State of the service and its dependencies",
        security: PUBLIC,
        responses: {
          200: json("Calculations can be recorded", healthSchema),
          503: json("Calculations cannot be recorded", healthSchema),
        },
      },
    },
    "/health/live": {
      get: {
        operationId: "live",
        tags,
        summary: "Whether the process is alive",
        security: PUBLIC,
        responses: { 200: json("Alive", probeSchema) },
      },
    },
    "/health/ready": {
      get: {
        operationId: "ready",
        tags,
        summary: "Whether the process can answer requests",
        security: PUBLIC,
        responses: { 200: json("Ready", probeSchema), 503: json("Not ready", probeSchema) },
      },
    },
    "/metrics": {
      get: {
        operationId: "metrics",
        tags,
        summary: "Metrics for Prometheus",
        security: [{}, { operator: [] }],
        responses: {
          200: {
            description: "Metrics",
            content: { "text/plain": { schema: { type: "string" } } },
          },
          ...problems("unauthenticated"),
        },
      },
    },
  };
}

function body(schemas: Readonly<Record<string, z.ZodType>>, example?: unknown): Document {
  return {
    required: true,
    content: Object.fromEntries(
      Object.entries(schemas).map(([type, schema]) => [
        type,
        { schema: schemaOf(schema), ...(example !== undefined && { example }) },
      ]),
    ),
  };
}

function json(description: string, schema: z.ZodType): Document {
  return { description, content: { "application/json": { schema: schemaOf(schema) } } };
}

/** Problem responses by status; codes that share a status are listed together. */
function problems(...codes: readonly ErrorCode[]): Record<string, Document> {
  const byStatus = Object.groupBy(codes, (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, shared = []]) => [status, {
      description: shared.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; "),
      content: { "application/problem+json": { schema: schemaOf(problemSchema) } },
    }]),
  );
}

function schemaOf(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: keepExamples,
  });
  return rest;
}

/** Restores the examples that Zod leaves out of transformed schemas. */
function keepExamples({ zodSchema, jsonSchema }: {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
}
