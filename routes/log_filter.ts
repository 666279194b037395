import { z } from "zod";
import { integerParameter } from "./integer_parameter.ts";

/** Query parameters of `/logs`. */
export function logFilterSchema(operationNames: readonly string[]) {
  return z.object({
    user: z.string().optional().meta({
      description: "Only entries of this user; only administrators may name another user",
    }),
    operation: z.enum(operationNames, {
      error: `Use one of ${operationNames.join(", ")}`,
    }).optional().meta({ description: "Only entries of this operation" }),
    limit: integerParameter({
      description: "Entries per page, 1 to 1000",
      max: 1000,
      fallback: 50,
    }),
    cursor: z.uuid({ error: "Use the value of next from an earlier page" })
      .transform((cursor) => cursor.toLowerCase()).optional()
      .meta({ description: "The value of next from the previous page" }),
  });
}

export type LogFilter = z.infer<ReturnType<typeof logFilterSchema>>;
