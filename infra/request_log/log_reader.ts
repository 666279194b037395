import type { Kysely } from "kysely";
import type { LogEntry } from "../../domain/log_entry.ts";
import type { LogReader } from "../../domain/ports.ts";
import { guard } from "../database/guard.ts";
import type { Schema } from "../database/schema.ts";

export function createLogReader(database: Kysely<Schema>): LogReader {
  return {
    page: ({ userId, operation, before, limit }) =>
      guard(async () => {
        let query = database.selectFrom("request_log").select("entry");
        if (userId !== undefined) query = query.where("user_id", "=", userId);
        if (operation !== undefined) query = query.where("operation", "=", operation);
        if (before !== undefined) query = query.where("id", "<", before);
        const rows = await query.orderBy("id", "desc").limit(limit).execute();
        return rows.map(({ entry }) => JSON.parse(entry) as LogEntry);
      }),

    count: (userId) =>
      guard(async () => {
        const { entries } = await database.selectFrom("request_log")
          .select(({ fn }) => fn.countAll().as("entries"))
          .where("user_id", "=", userId).executeTakeFirstOrThrow();
        return Number(entries);
      }),
  };
}
