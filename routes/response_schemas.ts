import * as z from "zod";
import { SCOPES } from "../domain/accounts/principal.ts";
import { roleSchema } from "../domain/accounts/types.ts";
import { logEntryShape } from "../domain/log_entry.ts";
import { PROBLEMS } from "./problems.ts";

const idSchema = z.uuid().meta({ description: "UUIDv7" });
const timeSchema = z.iso.datetime().meta({ description: "UTC, RFC 3339" });
const inputSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
  .meta({ id: "CanonicalInput", description: "The input as canonical decimal texts" });

const outlineSchema = z.object({
  sign: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  digits: z.string().meta({ description: "Digits before the point, in full" }),
  exponent10: z.string(),
  leading: z.string(),
  scientific: z.string(),
  trailing: z.string().nullable(),
  trailing_zeros: z.string().nullable(),
  last_nonzero: z.string().nullable(),
}).meta({
  id: "Outline",
  description: "Size and ends of the result; every digit is truncated, never rounded",
});

/** Response bodies, for the OpenAPI document and for tests that validate responses. */
export const answerSchema = z.object({
  id: idSchema,
  operation: z.string(),
  input: inputSchema,
  result: z.string().nullable().meta({
    description: "Integer, finite decimal, reduced fraction or other text; null in an outline",
  }),
  digits: z.int().nullable().meta({
    description: "Number of digits 0–9 in the result; null if it is not a number",
  }),
  outline: outlineSchema.optional(),
  cached: z.boolean(),
  elapsed_ms: z.number(),
  timestamp: timeSchema,
}).meta({ id: "Answer" });

/** Members that describe a result above 1,000 digits where it is not written in full. */
export const abbreviatedShape = {
  first: z.string().optional(),
  last: z.string().optional(),
  sha256: z.string().optional().meta({ description: "SHA-256 of the decimal text" }),
};

export const userSchema = z.object({
  id: idSchema,
  username: z.string(),
  role: roleSchema(),
  created_at: timeSchema,
}).meta({ id: "User" });

/** A user as administrators see one. */
export const administeredUserSchema = userSchema.extend({ disabled: z.boolean() }).meta({
  id: "AdministeredUser",
});

export const usersSchema = z.object({
  users: z.array(administeredUserSchema),
  next: z.string().nullable().meta({ description: "Cursor of the next page" }),
}).meta({ id: "Users" });

export const sessionSchema = z.object({
  id: idSchema,
  device: z.string().nullable().meta({
    description: "The program that signed in, as in Firefox on Linux; null if it is not known",
  }),
  created_at: timeSchema,
  last_used_at: timeSchema.meta({ description: "Up to five minutes old" }),
  expires_at: timeSchema,
  current: z.boolean().meta({ description: "Whether it is the session of the request" }),
}).meta({ id: "Session" });

export const sessionsSchema = z.object({ sessions: z.array(sessionSchema) }).meta({
  id: "Sessions",
});

export const profileSchema = userSchema.extend({
  calculations: z.int().meta({ description: "Number of log entries of the user" }),
  log_quota: z.object({
    used_bytes: z.int(),
    max_bytes: z.int(),
    resets_at: timeSchema,
  }).nullable().meta({
    description: "What the user has added to the request log today (UTC); null without a limit",
  }),
}).meta({ id: "Profile" });

export const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  expires_in: z.int().meta({ description: "Seconds" }),
}).meta({ id: "Token" });

export const keySchema = z.object({
  id: idSchema,
  name: z.string(),
  prefix: z.string().meta({ description: "The first 8 characters of the key" }),
  scopes: z.array(z.enum(SCOPES)),
  created_at: timeSchema,
  expires_at: timeSchema.nullable().meta({ description: "Null if the key does not expire" }),
  last_used_at: timeSchema.nullable().meta({
    description: "Null before the first use; up to a minute old",
  }),
}).meta({ id: "ApiKey" });

export const keysSchema = z.object({ keys: z.array(keySchema) }).meta({ id: "ApiKeys" });

export const createdKeySchema = keySchema.extend({
  key: z.string().meta({ description: "The key, shown only in this response" }),
}).meta({ id: "CreatedApiKey" });

/** An item of `/logs` without the relation between its members: see `LogEntry`. */
export const logItemSchema = z.object({
  ...logEntryShape(),
  id: idSchema,
  input: inputSchema,
  timestamp: timeSchema,
}).meta({ id: "LogEntry" });

/** Everything that is stored about a user. */
export const accountDataSchema = z.object({
  account: userSchema,
  sessions: z.array(sessionSchema),
  api_keys: z.array(keySchema),
  calculations: z.array(logItemSchema),
}).meta({ id: "AccountData" });

const checkSchema = z.enum(["ok", "failing", "off"]);

const waitingSchema = z.enum(["database", "migration", "sessions", "clock"]).optional()
  .describe("The step that the service is waiting for; absent once it is ready");

export const healthSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  checks: z.object({ database: checkSchema, cache: checkSchema, events: checkSchema }),
  clock_skew_seconds: z.number().optional()
    .describe("Seconds by which the clock is ahead of that of Postgres; absent while unknown"),
  damage: z.string().optional().describe("Stored data that cannot be read; absent without any"),
  waiting_for: waitingSchema,
}).meta({ id: "Health" });

export const probeSchema = z.object({
  status: z.enum(["ok", "unavailable"]),
  waiting_for: waitingSchema,
}).meta({ id: "Probe" });

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [string, ...string[]]),
  request_id: z.string(),
  errors: z.array(z.object({
    field: z.string(),
    message: z.string(),
    start: z.int().nonnegative().optional(),
    end: z.int().nonnegative().optional(),
  })).optional(),
  common_divisor: z.string().optional(),
  predicted_seconds: z.union([z.number(), z.string()]).optional(),
  predicted_digits: z.union([z.int(), z.string()]).optional(),
  max_digits: z.int().optional(),
  // Only at /token.
  error: z.string().optional(),
  error_description: z.string().optional(),
}).meta({ id: "Problem" });
