import * as z from "zod";
import { once } from "./once.ts";
import type { CanonicalInput, CanonicalValue } from "./operations/mod.ts";
import { abbreviate, type ResultText } from "./result_text.ts";

/** How an accepted calculation ended without a result. */
export const FAILURES = ["cancelled", "time_limit_exceeded", "internal"] as const;
export type Failure = typeof FAILURES[number];

/** How an accepted calculation ended. */
export const OUTCOMES = ["ok", ...FAILURES] as const;
export type Outcome = typeof OUTCOMES[number];

/** The members of every log entry, whatever its outcome. */
export const logEntryShape = once(() => ({
  /** UUIDv7; `timestamp` is the millisecond inside it. */
  id: z.uuidv7(),
  operation: z.string().min(1),
  /** Canonical texts; those above 1,000 digits are abbreviated. */
  input: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  result: z.string().nullable(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  digits: z.int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  /** Id of the user who made the request. */
  user: z.string().min(1),
  username: z.string(),
  /** Id and name of the API key that authenticated the request, if it was one. */
  key: z.string().optional(),
  key_name: z.string().optional(),
  /** UTC, RFC 3339. */
  timestamp: z.iso.datetime(),
  elapsed_ms: z.number().nonnegative(),
  cached: z.boolean(),
  request_id: z.string(),
  /** Id that the items of a batch share; absent for other calculations. */
  batch: z.uuidv7().optional(),
  /** W3C `traceparent` of the span that recorded the entry; absent unless its trace is recorded. */
  traceparent: z.string().optional(),
  schema: z.literal(1),
}));

/** The members that describe a result, for each way in which a calculation can end. */
const resultShapes = once(() => {
  const absent = z.null();
  const digits = z.int().nonnegative();
  return {
    whole: {
      result: z.string(),
      first: absent,
      last: absent,
      // Null for an outline, whose text is not the result itself.
      digits: digits.nullable(),
      sha256: absent,
    },
    abridged: {
      result: absent,
      first: z.string(),
      last: z.string(),
      digits,
      sha256: z.string(),
    },
    none: { result: absent, first: absent, last: absent, digits: absent, sha256: absent },
  };
});

const endingSchema = once(() => {
  const { whole, abridged, none } = resultShapes();
  const ok = z.literal("ok");
  return z.union([
    z.object({ outcome: ok, ...whole }),
    z.object({ outcome: ok, ...abridged }),
    z.object({ outcome: z.enum(FAILURES), ...none }),
  ]);
});

/** How a calculation ended, with or without a result. */
export type Ending = Readonly<z.infer<ReturnType<typeof endingSchema>>>;

type EntryMembers = Readonly<z.infer<z.ZodObject<ReturnType<typeof logEntryShape>>>>;

/**
 * One accepted calculation: the row of the request log, the event on the topic and the item of
 * `/logs`. A result above 1,000 digits is null, and `first`, `last`, `digits` and `sha256` describe
 * it; for a shorter one, all of these except `digits` are null.
 */
export type LogEntry = Omit<EntryMembers, keyof Ending> & Ending;

/** Validates an entry. Unknown members are allowed and dropped. */
export const logEntrySchema = once((): z.ZodType<LogEntry> =>
  z.object(logEntryShape())
    .refine((entry) => endingSchema().safeParse(entry).success, {
      path: ["outcome"],
      error: "does not match the members of the result",
    }).transform((entry) => entry as LogEntry)
);

/** The members of an entry that describe a result. */
export type ResultFields = FieldsOf<ResultShapes["whole"]> | FieldsOf<ResultShapes["abridged"]>;

type FieldsOf<Shape extends z.ZodRawShape> = Readonly<z.infer<z.ZodObject<Shape>>>;
type NoResult = FieldsOf<ResultShapes["none"]>;
type ResultShapes = ReturnType<typeof resultShapes>;

const NO_RESULT: NoResult = { result: null, first: null, last: null, digits: null, sha256: null };

export function success(result: ResultText): Ending {
  return { ...resultFields(result), outcome: "ok" };
}

export function failure(outcome: Failure): Ending {
  return { ...NO_RESULT, outcome };
}

export function resultFields(result: ResultText): ResultFields {
  if (result.kind === "short") {
    return { ...NO_RESULT, result: abbreviate(result.text), digits: result.digits };
  }
  const { first, last, digits, sha256 } = result;
  return { result: null, first, last, digits, sha256 };
}

/** Abbreviates numbers of more than 1,000 digits, also those in an expression. */
export function abbreviateInput(input: CanonicalInput): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name in input) fields[name] = abbreviateValue(input[name]!);
  return fields;
}

function abbreviateValue(value: CanonicalValue): string | string[] {
  return typeof value === "string" ? abbreviateNumbers(value) : value.map(abbreviateNumbers);
}

function abbreviateNumbers(text: string): string {
  return isNumber(text) ? abbreviate(text) : text.replaceAll(/[0-9]+/g, abbreviate);
}

function isNumber(text: string): boolean {
  return /^[-0-9./]*$/.test(text);
}
