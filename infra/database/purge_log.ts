import { sql } from "kysely";
import type { Database } from "./database.ts";
import { deleteInBatches } from "./delete_in_batches.ts";
import { firstUuidOf } from "./first_uuid_of.ts";

export interface PurgeOptions {
  /** Entries older than this are deleted, in milliseconds since 1970. */
  readonly before: number;
  /** Whether entries that are not yet on the topic are kept. */
  readonly keepUnpublished: boolean;
}

/**
 * Deletes old entries of the request log and returns their number. Locks rows in the order of their
 * ids, as all writers do. Throws `unavailable`.
 */
export async function purgeLog(
  { kysely, features }: Pick<Database, "kysely" | "features">,
  { before, keepUnpublished }: PurgeOptions,
): Promise<number> {
  let old = kysely.selectFrom("request_log").select("id").where("id", "<", firstUuidOf(before))
    .orderBy("id").$if(features.rowLocks, (rows) => rows.forUpdate());
  if (keepUnpublished) old = old.where("published", "=", sql.lit(1));
  return await deleteInBatches((limit) =>
    kysely.with("old", () => old.limit(limit)).deleteFrom("request_log")
      .where("id", "in", ({ selectFrom }) => selectFrom("old").select("id")).executeTakeFirst()
  );
}
