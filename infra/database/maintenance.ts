import { type Kysely, sql } from "kysely";
import { guard } from "./guard.ts";
import type { Schema } from "./schema.ts";

/** Entries deleted in one statement, so that none holds up a commit for long. */
const BATCH = 1_000;

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
  let purged = 0;
  for (;;) {
    const { numDeletedRows } = await guard(() =>
      database.deleteFrom("request_log").where("id", "in", old.limit(BATCH)).executeTakeFirst()
    );
    purged += Number(numDeletedRows);
    if (numDeletedRows < BATCH) return purged;
  }
}
