import { type Kysely, sql } from "kysely";
import type { DatabaseFeatures } from "../database.ts";

/**
 * Adds what the list of sessions shows, and the table of deleted users. Earlier versions ignore
 * both.
 */
export async function up(
  database: Kysely<unknown>,
  { binaryText }: DatabaseFeatures,
): Promise<void> {
  const text = binaryText ? "text" : sql`text collate "C"`;
  for (const column of ["idle_at_ms", "last_used_at_ms"]) {
    await database.schema.alterTable("sessions").addColumn(column, "bigint").execute();
  }
  await database.schema.alterTable("sessions").addColumn("device", text).execute();
  await database.schema.createTable("deleted_users")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("deleted_at_ms", "bigint", (column) => column.notNull())
    .addColumn("forgotten_at_ms", "bigint")
    .execute();
}
