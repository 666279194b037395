import * as z from "zod";
import type { ErrorCode } from "../../domain/errors.ts";
import { PROBLEMS } from "../problems.ts";
import { simplifySchema } from "./simplify_schema.ts";

/** A part of an OpenAPI document. */
export type Document = Record<string, unknown>;

/** Requires a token of a session. */
export const SESSION = [{ password: [] }, { bearer: [] }];

/** Accepts an API key in place of a token. */
export const SESSION_OR_KEY = [...SESSION, { key: [] }];

export const PUBLIC: Document[] = [];

export const FORM = "application/x-www-form-urlencoded";
export const MULTIPART_FORM = "multipart/form-data";

/** Problems that can occur while a body is read. */
export const BODY_PROBLEMS = [
  "malformed_request",
  "request_timeout",
  "body_too_large",
  "unsupported_media_type",
] as const;

export function body(schemas: Readonly<Record<string, SchemaSource>>, example?: unknown): Document {
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

export function json(description: string, schema: SchemaSource): Document {
  return { description, content: { "application/json": { schema: schemaOf(schema) } } };
}

/** Refers to `problemSchema`, which the document defines once: most of its responses refer to it. */
const PROBLEM: Document = { $ref: "#/$defs/Problem" };

/** Headers of problem responses by status. */
const HEADERS: Readonly<Record<string, Document>> = {
  401: { "WWW-Authenticate": header("The scheme of the credentials", { type: "string" }) },
  415: {
    "Accept-Encoding": header("Set if the body was compressed: identity", { type: "string" }),
  },
  429: { "Retry-After": header("Seconds to wait", { type: "integer", minimum: 1 }) },
  503: { "Retry-After": header("Seconds to wait, if known", { type: "integer", minimum: 1 }) },
};

function header(description: string, schema: Document): Document {
  return { description, schema };
}

/**
 * Problem responses by status; codes that share a status are listed together. Every request can be
 * malformed, for example without a Host header, or one of too many at once.
 */
export function problems(...codes: readonly ErrorCode[]): Record<string, Document> {
  const all = [...new Set<ErrorCode>(["malformed_request", "rate_limited", ...codes])];
  const byStatus = Object.groupBy(all, (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, shared = []]) => [status, {
      description: shared.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; "),
      ...(status in HEADERS && { headers: HEADERS[status] }),
      content: { "application/problem+json": { schema: PROBLEM } },
    }]),
  );
}

/** A schema that the document has once, under a name. */
export class NamedSchema {
  constructor(readonly schema: z.ZodType, readonly name: string) {}
}

export type SchemaSource = z.ZodType | NamedSchema;

export function schemaOf(source: SchemaSource): Document {
  if (!(source instanceof NamedSchema)) return jsonSchemaOf(source);
  const { name, schema } = source;
  return { $ref: `#/$defs/${name}`, $defs: { [name]: jsonSchemaOf(schema) } };
}

function jsonSchemaOf(schema: z.ZodType): Document {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: keepExamples,
  });
  return simplifySchema(rest) as Document;
}

/** Restores the examples that Zod leaves out of transformed schemas. */
function keepExamples({ zodSchema, jsonSchema }: {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
}

export function queryParameters({ shape }: z.ZodObject): Document[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { description, ...parameter } = schemaOf(schema as z.ZodType);
    return { name, in: "query", required: false, description, schema: parameter };
  });
}
