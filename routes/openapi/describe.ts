import { z } from "zod";
import type { ErrorCode } from "../../domain/errors.ts";
import { PROBLEMS } from "../problems.ts";
import { problemSchema } from "../response_schemas.ts";

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

export function body(schemas: Readonly<Record<string, z.ZodType>>, example?: unknown): Document {
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

export function json(description: string, schema: z.ZodType): Document {
  return { description, content: { "application/json": { schema: schemaOf(schema) } } };
}

/** Problem responses by status; codes that share a status are listed together. */
export function problems(...codes: readonly ErrorCode[]): Record<string, Document> {
  const byStatus = Object.groupBy(codes, (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, shared = []]) => [status, {
      description: shared.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; "),
      content: { "application/problem+json": { schema: schemaOf(problemSchema) } },
    }]),
  );
}

export function schemaOf(schema: z.ZodType): Document {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: (context) => {
      keepExamples(context);
      keepNumbers(context.jsonSchema);
    },
  });
  return rest;
}

/** Integers in a query are validated as texts. */
function keepNumbers(jsonSchema: z.core.JSONSchema.BaseSchema): void {
  if (jsonSchema.type === "integer") delete jsonSchema.pattern;
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
