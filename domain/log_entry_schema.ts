import { z } from "zod";
import type { LogEntry } from "./log_entry.ts";

/** What an event must be to count as an entry of the request log; further members are allowed. */
export const logEntrySchema = z.object({
  id: z.uuidv7(),
  operation: z.string().min(1),
  input: z.record(z.string(), z.string()),
  result: z.string().nullable(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  digits: z.int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  outcome: z.enum(["ok", "cancelled", "time_limit_exceeded", "internal"]),
  user: z.string().min(1),
  username: z.string(),
  timestamp: z.iso.datetime(),
  elapsed_ms: z.number().nonnegative(),
  cached: z.boolean(),
  request_id: z.string(),
  schema: z.literal(1),
}) satisfies z.ZodType<LogEntry>;
