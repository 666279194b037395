import { type Kysely, sql } from "kysely";
import { deleteInBatches } from "./delete_in_batches.ts";
import { firstUuidOf } from "./first_uuid_of.ts";
import type { Schema } from "./schema.ts";

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
