import * as z from "zod";
import { OUTCOMES } from "../domain/log_entry.ts";
import { integerParameter } from "./integer_parameter.ts";
import { timeParameter } from "./time_parameter.ts";

/** Query parameters of `/logs`. */
export function logFilterSchema(operationNames: readonly string[]) {
  return z.object({
    user: z.string().optional().meta({
      description: "Only entries of this user; only administrators may name another user",
    }),
    operation: z.enum(operationNames, {
      error: `Use one of ${operationNames.join(", ")}`,
    }).optional().meta({ description: "Only entries of this operation" }),
    outcome: z.enum(OUTCOMES, { error: `Use one of ${OUTCOMES.join(", ")}` }).optional().meta({
      description: "Only entries with this outcome. A page may have fewer entries than limit, or " +
        "none, while next is not null",
    }),
    from: timeParameter().optional().meta({
      description: "Only entries at or after this time (RFC 3339)",
      examples: ["2026-01-31T12:00:00Z"],
    }),
    to: timeParameter().optional().meta({
      description: "Only entries before this time (RFC 3339)",
      examples: ["2026-02-01T00:00:00Z"],
    }),
    limit: integerParameter(1000).optional().meta({
      description: "Entries per page, 1 to 1000, by default 50; NDJSON and CSV have all entries " +
        "unless there is a limit",
      examples: [50],
    }),
    format: z.enum(["json", "ndjson", "csv"], { error: "Use json, ndjson or csv" }).optional()
      .meta({ description: "Representation, in place of the Accept header, for links" }),
    cursor: z.string().refine(isUuid, { error: "Use the value of next from an earlier page" })
      .transform((cursor) => cursor.toLowerCase()).optional()
      .meta({ description: "The value of next from the previous page; empty for the first page" }),
  });
}

/** Not part of the documented schema, because clients need not know what a cursor looks like. */
function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

export type LogFilter = z.infer<ReturnType<typeof logFilterSchema>>;
