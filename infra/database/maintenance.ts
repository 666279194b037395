import type { Kysely } from "kysely";
import { guard } from "./guard.ts";
import type { Schema } from "./schema.ts";

/** Entries deleted in one statement, so that none holds up a commit for long. */
const BATCH = 1_000;

/** The least UUIDv7 of a moment, in milliseconds since 1970. */
export function firstUuidOf(moment: number): string {
  const hex = Math.max(0, moment).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Deletes entries of the request log from before a moment and returns how many. */
export async function purgeLog(database: Kysely<Schema>, moment: number): Promise<number> {
  const limit = firstUuidOf(moment);
  let purged = 0;
  for (;;) {
    const { numDeletedRows } = await guard(() =>
      database.deleteFrom("request_log").where(
        "id",
        "in",
        database.selectFrom("request_log").select("id").where("id", "<", limit).limit(BATCH),
      ).executeTakeFirst()
    );
    purged += Number(numDeletedRows);
    if (numDeletedRows < BATCH) return purged;
  }
}
