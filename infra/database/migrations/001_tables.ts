import { type Kysely, sql } from "kysely";
import type { DatabaseFeatures } from "../database.ts";

/** Creates all tables and their indexes. */
export async function up(
  database: Kysely<unknown>,
  { clusteredTables, binaryText }: DatabaseFeatures,
): Promise<void> {
  // A locale's collation is slower for ids and depends on the version of the system's libraries.
  const text = binaryText ? "text" : sql`text collate "C"`;
  await database.schema.createTable("users")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("username", text, (column) => column.notNull())
    .addColumn("username_key", text, (column) => column.notNull().unique())
    .addColumn("role", text, (column) => column.notNull())
    .addColumn("disabled", "integer", (column) => column.notNull())
    .addColumn("created_at", text, (column) => column.notNull())
    .addColumn("password_hash", text, (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .execute();
  await database.schema.createTable("sessions")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull())
    .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await database.schema.createIndex("sessions_user").on("sessions").column("user_id").execute();
  await database.schema.createTable("revocations")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull())
    .addColumn("session_id", text)
    .addColumn("except_session_id", text)
    .addColumn("created_at_ms", "bigint", (column) => column.notNull())
    .addColumn("expires_at_ms", "bigint", (column) => column.notNull())
    .execute();
  await database.schema.createIndex("revocations_created").on("revocations")
    .column("created_at_ms").execute();
  await database.schema.createTable("settings")
    .addColumn("name", text, (column) => column.primaryKey())
    .addColumn("value", text, (column) => column.notNull())
    .execute();
  const log = database.schema.createTable("request_log")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("user_id", text, (column) => column.notNull())
    .addColumn("operation", text, (column) => column.notNull())
    .addColumn("entry", text, (column) => column.notNull());
  await (clusteredTables ? log.modifyEnd(sql`without rowid`) : log).execute();
  await database.schema.createIndex("request_log_user").on("request_log")
    .columns(["user_id", "id", "operation"]).execute();
}
