import { z } from "zod";

/** The query of `/logs`. */
export function logFilterSchema(operationNames: readonly [string, ...string[]]) {
  return z.object({
    user: z.string().optional().meta({
      description: "Entries of this username; other people's are for administrators",
    }),
    operation: z.enum(operationNames, {
      error: `One of ${operationNames.join(", ")} is needed`,
    }).optional().meta({ description: "Entries of this operation" }),
    limit: z.string().regex(/^[0-9]{1,4}$/, { error: "An integer from 1 to 1000 is needed" })
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= 1000, {
        error: "An integer from 1 to 1000 is needed",
      })
      .default(50).meta({ description: "Entries in one answer, 1 to 1000", examples: ["50"] }),
    cursor: z.uuid({ error: "The value of next from an earlier answer is needed" })
      .transform((cursor) => cursor.toLowerCase()).optional()
      .meta({ description: "Where the last answer ended: its member next" }),
  });
}

export type LogFilter = z.infer<ReturnType<typeof logFilterSchema>>;
