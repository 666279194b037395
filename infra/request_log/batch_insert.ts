import { type Kysely, sql } from "kysely";
import type { Schema } from "../database/schema.ts";
import type { PendingEntry } from "./group_commit.ts";

/** Inserts entries in one statement with one parameter; those already stored are left as they are. */
export async function insertBatch(
  database: Kysely<Schema>,
  entries: readonly PendingEntry[],
): Promise<void> {
  const rows = JSON.stringify(entries.map(({ id, user, operation, json }) => [
    id,
    user,
    operation,
    json,
  ]));
  await sql`
    insert into request_log (id, user_id, operation, entry)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${rows}) where true
    on conflict (id) do nothing`.execute(database);
}
