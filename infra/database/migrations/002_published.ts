import { type Kysely, sql } from "kysely";

/** Entries that still have to go to the topic: where there is none, all count as published. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("request_log")
    .addColumn("published", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await database.schema.createIndex("request_log_unpublished").on("request_log").column("id")
    .where(sql.ref("published"), "=", sql.lit(0))
    .execute();
}
