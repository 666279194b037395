import { CompiledQuery, type Kysely } from "kysely";
import type { Schema } from "../database/schema.ts";
import type { PendingEntry } from "./group_commit.ts";

/** Inserts entries in one statement; those already stored are left as they are. */
export async function insertBatch(
  database: Kysely<Schema>,
  entries: readonly PendingEntry[],
): Promise<void> {
  const values = entries.flatMap(({ id, user, operation, json }) => [id, user, operation, json]);
  await database.executeQuery(CompiledQuery.raw(statement(entries.length), values));
}

/** Written by hand: compiling it anew for each batch costs more than storing the entries. */
function statement(rows: number): string {
  return "insert into request_log (id, user_id, operation, entry) values " +
    Array<string>(rows).fill("(?, ?, ?, ?)").join(", ") + " on conflict (id) do nothing";
}
