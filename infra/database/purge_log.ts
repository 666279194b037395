import { type Kysely, sql } from "kysely";
import { deleteInBatches } from "./delete_in_batches.ts";
import type { Schema } from "./schema.ts";

/** The smallest UUIDv7 of a time in milliseconds since 1970. */
export function firstUuidOf(time: number): string {
  const hex = Math.max(0, time).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

export interface PurgeOptions {
  /** Entries older than this are deleted, in milliseconds since 1970. */
  readonly before: number;
  /** Whether entries that are not yet on the topic are kept. */
  readonly keepUnpublished: boolean;
}

/** Deletes old entries of the request log and returns their number. Throws `unavailable`. */
export async function purgeLog(
  database: Kysely<Schema>,
  { before, keepUnpublished }: PurgeOptions,
): Promise<number> {
  let old = database.selectFrom("request_log").select("id").where("id", "<", firstUuidOf(before));
  if (keepUnpublished) old = old.where("published", "=", sql.lit(1));
  return await deleteInBatches((limit) =>
    database.deleteFrom("request_log").where("id", "in", old.limit(limit)).executeTakeFirst()
  );
}
