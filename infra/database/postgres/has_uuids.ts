import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

/** Whether the ids in the request log are of type `uuid`, not `text`. */
export async function hasUuids(database: Kysely<Schema>): Promise<boolean> {
  const { rows } = await QUERY.execute(database);
  return rows[0]!.type === "uuid";
}

const QUERY = sql<{ type: string }>`
  select atttypid::regtype::text as type from pg_attribute
  where attrelid = 'request_log'::regclass and attname = 'id'`;
