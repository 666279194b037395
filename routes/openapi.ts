import { type Operation, summarizeOperations } from "../domain/operations/mod.ts";
import { basePathOf } from "./base_path.ts";
import { accountPaths } from "./openapi/account_paths.ts";
import { batchPaths } from "./openapi/batch_paths.ts";
import { calculationPaths } from "./openapi/calculation_paths.ts";
import { type Document, schemaOf } from "./openapi/describe.ts";
import { hoistDefinitions } from "./openapi/hoist_definitions.ts";
import { keyPaths } from "./openapi/key_paths.ts";
import { logPaths } from "./openapi/log_paths.ts";
import { pagePaths } from "./openapi/page_paths.ts";
import { sessionPaths } from "./openapi/session_paths.ts";
import { statusPaths } from "./openapi/status_paths.ts";
import { problemSchema } from "./response_schemas.ts";
import { userPaths } from "./openapi/user_paths.ts";

const TAGS = [
  { name: "Calculations", description: "Exact answers, each recorded before it is sent" },
  { name: "Accounts", description: "Accounts, tokens and sessions" },
  { name: "Users", description: "Administration of accounts" },
  { name: "API keys", description: "Credentials of programs" },
  { name: "Log", description: "Recorded calculations" },
  { name: "Status", description: "Health checks and metrics" },
  { name: "Pages", description: "The same service in a browser" },
];

const REQUEST_ID = {
  name: "X-Request-Id",
  in: "header",
  required: false,
  description: "The id of the request in the response and in the application log, of 1 to 64 " +
    "letters, digits, hyphens and underscores; any other text is replaced by a new id",
  schema: { type: "string" },
};

export interface OpenApiOptions {
  readonly version: string;
  /** By default the host that serves the document. */
  readonly publicUrl: string | undefined;
}

/** The OpenAPI 3.1 document, generated from the schemas that validate the bodies. */
export function openApiDocument(
  operations: readonly Operation[],
  { version, publicUrl }: OpenApiOptions,
): Document {
  const schemas: Document = {};
  hoistDefinitions(schemaOf(problemSchema), schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "MathCalculator",
      version,
      description: describeService(operations),
      contact: { name: "The operator of this server" },
      license: { name: "MIT", identifier: "MIT" },
    },
    tags: TAGS,
    servers: [{ url: publicUrl ?? "/" }],
    paths: hoistDefinitions(
      withRequestId(mergePaths([
        ...operations.map((operation) => Object.fromEntries(calculationPaths(operation))),
        batchPaths(),
        accountPaths(),
        sessionPaths(),
        userPaths(),
        keyPaths(),
        logPaths(operations),
        statusPaths(),
        pagePaths(operations),
      ])),
      schemas,
    ),
    components: {
      schemas,
      parameters: { RequestId: REQUEST_ID },
      securitySchemes: {
        password: {
          type: "oauth2",
          flows: { password: { tokenUrl: `${basePathOf(publicUrl)}/token`, scopes: {} } },
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

function describeService(operations: readonly Operation[]): string {
  return `Exact ${summarizeOperations(operations)}, digit for digit at any size.

Forms are accepted wherever JSON is, except by /batch; with \`Accept: text/html\` the response to a
form is a page. Other methods of a path get 405 \`method_not_allowed\` with the header \`Allow\`.
HEAD is answered wherever GET is. Every request may have a header \`X-Request-Id\`, which the
response, the log entry and the server's own log repeat; otherwise it gets a new one.

A URL has at most 32 KiB and 1,000 parameters, a header 8 KiB, a body 2 MiB and 1,000 values; a body
has to arrive within 10 s. An address may sign up 20 times an hour and sign in 30 times a minute;
while others send requests, its own are spread over time, 2,000 small ones a second, of which a
refused one counts as 20, and connections close after each answer, otherwise after 100.
Requests beyond a limit in time get 429 \`rate_limited\` with \`Retry-After\`.`;
}

/** Joins the methods of paths that several parts describe. */
function mergePaths(parts: readonly Record<string, Document>[]): Record<string, Document> {
  const merged: Record<string, Document> = {};
  for (const [path, methods] of parts.flatMap((part) => Object.entries(part))) {
    merged[path] = { ...merged[path], ...methods };
  }
  return merged;
}

/**
 * Adds a parameter of every operation. With an optional parameter, openapi-python-client imports the
 * type that its functions with several kinds of bodies use.
 */
function withRequestId(paths: Readonly<Record<string, Document>>): Record<string, Document> {
  const reference = { $ref: "#/components/parameters/RequestId" };
  return mapValues(
    paths,
    (methods) =>
      mapValues(methods as Record<string, Document>, (operation) => ({
        ...operation,
        parameters: [...(operation.parameters as Document[] | undefined ?? []), reference],
      })),
  );
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
