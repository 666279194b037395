import { mapDatabaseErrors } from "./map_database_errors.ts";
import type { Database } from "./database.ts";

/** Rows per statement. */
const BATCH_ROWS = 500;

/** What one process has added to the request log on a day (UTC, as in 2026-01-31), by user. */
export interface LogUsageStore {
  /** Replaces the bytes that this process has stored for these users. */
  put(day: string, bytesByUser: ReadonlyMap<string, number>): Promise<void>;
  /** Returns the bytes of these users from all other processes. */
  readOthers(day: string, userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Deletes all rows of earlier days. */
  removeBefore(day: string): Promise<void>;
}

/** Methods throw `unavailable`. The rows of a process bear its id, so that repeating is harmless. */
export function createLogUsageStore(
  { kysely: database }: Pick<Database, "kysely">,
  process: string,
): LogUsageStore {
  return {
    put: (day, bytesByUser) =>
      mapDatabaseErrors(async () => {
        const rows = [...bytesByUser].map(([user_id, bytes]) => ({ day, user_id, process, bytes }));
        for (const batch of batches(rows)) {
          await database.insertInto("log_usage").values(batch)
            .onConflict((conflict) =>
              conflict.columns(["day", "user_id", "process"])
                .doUpdateSet(({ ref }) => ({ bytes: ref("excluded.bytes") }))
            ).execute();
        }
      }),

    readOthers: (day, userIds) =>
      mapDatabaseErrors(async () => {
        const found = new Map<string, number>();
        for (const batch of batches(userIds)) {
          const rows = await database.selectFrom("log_usage")
            .select(({ fn }) => ["user_id", fn.sum("bytes").as("bytes")])
            .where("day", "=", day).where("process", "<>", process)
            .where("user_id", "in", batch).groupBy("user_id").execute();
          for (const { user_id, bytes } of rows) found.set(user_id, Number(bytes));
        }
        return found;
      }),

    removeBefore: (day) =>
      mapDatabaseErrors(async () => {
        await database.deleteFrom("log_usage").where("day", "<", day).execute();
      }),
  };
}

function* batches<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += BATCH_ROWS) yield items.slice(at, at + BATCH_ROWS);
}
