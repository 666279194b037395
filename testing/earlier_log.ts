import { type Kysely, sql } from "kysely";
import type { Schema } from "../infra/database/schema.ts";

/** Gives the request log in Postgres ids of type `text`, as in earlier versions. */
export async function makeEarlierLog(database: Kysely<Schema>): Promise<void> {
  await sql`alter table request_log
    alter column id type text collate "C",
    alter column user_id type text collate "C"`.execute(database);
}
