import { type Kysely, sql } from "kysely";
import { deleteInBatches } from "./delete_in_batches.ts";
import type { Schema } from "./schema.ts";

/** The least UUIDv7 of a moment, in milliseconds since 1970. */
export function firstUuidOf(moment: number): string {
  const hex = Math.max(0, moment).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

export interface PurgeOptions {
  /** Entries from before this moment go, in milliseconds since 1970. */
  readonly before: number;
  /** Whether those stay that still have to go to the topic. */
  readonly keepUnpublished: boolean;
}

/** Deletes old entries of the request log and returns how many. */
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
