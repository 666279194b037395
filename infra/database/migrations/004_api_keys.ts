import { type Kysely, sql } from "kysely";
import type { DatabaseFeatures } from "../database.ts";

/** Creates the table of API keys, which earlier versions ignore. */
export async function up(
  database: Kysely<unknown>,
  { binaryText }: DatabaseFeatures,
): Promise<void> {
  const text = binaryText ? "text" : sql`text collate "C"`;
  await database.schema.createTable("api_keys")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull())
    .addColumn("hash", text, (column) => column.notNull().unique())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("prefix", text, (column) => column.notNull())
    .addColumn("scopes", text, (column) => column.notNull())
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addColumn("expires_at_ms", "bigint")
    .addColumn("last_used_at_ms", "bigint")
    .execute();
  await database.schema.createIndex("api_keys_user").on("api_keys").column("user_id").execute();
}
