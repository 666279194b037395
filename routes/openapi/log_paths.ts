import * as z from "zod";
import type { Operation } from "../../domain/operations/mod.ts";
import { digitsWindowSchema } from "../entries.ts";
import { logFilterSchema } from "../log_filter.ts";
import { logItemSchema } from "../response_schemas.ts";
import {
  type Document,
  json,
  problems,
  queryParameters,
  schemaOf,
  SESSION_OR_KEY,
} from "./describe.ts";

const CSV = "RFC 4180, with a header row and the input as JSON. A field that a spreadsheet would " +
  "execute as a formula has an apostrophe in front.";

/** The paths of the request log. */
export function logPaths(operations: readonly Operation[]): Record<string, Document> {
  const filter = logFilterSchema(operations.map(({ name }) => name));
  const id = {
    name: "id",
    in: "path",
    required: true,
    description: "Id of an answer",
    schema: { type: "string", format: "uuid" },
  };
  const page = z.object({ entries: z.array(logItemSchema), next: z.uuid().nullable() }).meta({
    id: "LogPage",
  });
  return {
    "/logs": {
      get: {
        operationId: "logs",
        tags: ["Log"],
        summary: "Recorded calculations, newest first",
        description: "Users see their own entries, administrators all.",
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
        description: "Its id is the id of the answer. Clients that accept text/html get a page.",
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
        parameters: [id, ...queryParameters(digitsWindowSchema())],
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
