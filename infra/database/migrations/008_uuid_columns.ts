import { type Kysely, sql } from "kysely";
import type { DatabaseFeatures } from "../database.ts";

/**
 * Gives the ids of an empty request log the type `uuid`, where there is one. A log with rows is
 * converted while the service runs. Earlier versions can read neither these ids nor the JSON that is
 * stored from now on.
 */
export async function up(
  database: Kysely<unknown>,
  { uuidColumns }: DatabaseFeatures,
): Promise<void> {
  if (!uuidColumns) return;
  const { rows } = await sql`select from request_log limit 1`.execute(database);
  if (rows.length > 0) return;
  await sql`alter table request_log
    alter column id type uuid using id::uuid,
    alter column user_id type uuid using user_id::uuid`.execute(database);
}
