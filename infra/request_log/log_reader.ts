import type { Kysely } from "kysely";
import type { LogEntry } from "../../domain/log_entry.ts";
import type { LogQuery, LogReader } from "../../domain/ports.ts";
import { firstUuidOf } from "../database/first_uuid_of.ts";
import { mapDatabaseErrors } from "../database/map_database_errors.ts";
import type { Schema } from "../database/schema.ts";

export function createLogReader(database: Kysely<Schema>): LogReader {
  return {
    page: (query) =>
      mapDatabaseErrors(async () => {
        const rows = await database.selectFrom("request_log").select("entry")
          .where("id", "in", matchingIds(database, query)).orderBy("id", "desc").execute();
        return rows.map(({ entry }) => JSON.parse(entry) as LogEntry);
      }),

    find: (id) =>
      mapDatabaseErrors(async () => {
        const row = await database.selectFrom("request_log").select("entry").where("id", "=", id)
          .executeTakeFirst();
        return row && JSON.parse(row.entry) as LogEntry;
      }),

    count: (userId) =>
      mapDatabaseErrors(async () => {
        const { entries } = await database.selectFrom("request_log")
          .select(({ fn }) => fn.countAll().as("entries"))
          .where("user_id", "=", userId).executeTakeFirstOrThrow();
        return Number(entries);
      }),
  };
}

/** Reads only the index; entries that do not match are never loaded. */
function matchingIds(database: Kysely<Schema>, query: LogQuery) {
  const { userId, operation, from, to, before, limit } = query;
  let ids = database.selectFrom("request_log").select("id");
  if (userId !== undefined) ids = ids.where("user_id", "=", userId);
  if (operation !== undefined) ids = ids.where("operation", "=", operation);
  if (from !== undefined) ids = ids.where("id", ">=", firstUuidOf(from));
  if (to !== undefined) ids = ids.where("id", "<", firstUuidOf(to));
  if (before !== undefined) ids = ids.where("id", "<", before);
  return ids.orderBy("id", "desc").limit(limit);
}
