import { type Kysely, sql } from "kysely";

/**
 * Marks entries that the relay has yet to publish. Existing entries, and all entries of a service
 * without a topic, count as published.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("request_log")
    .addColumn("published", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await database.schema.createIndex("request_log_unpublished").on("request_log").column("id")
    .where(sql.ref("published"), "=", sql.lit(0))
    .execute();
}
