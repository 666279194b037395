import { type Kysely, sql } from "kysely";
import type { DatabaseFeatures } from "../database.ts";

/** Creates the table of daily use of the request log, which earlier versions ignore. */
export async function up(
  database: Kysely<unknown>,
  { binaryText }: DatabaseFeatures,
): Promise<void> {
  const text = binaryText ? "text" : sql`text collate "C"`;
  await database.schema.createTable("log_usage")
    .addColumn("day", text, (column) => column.notNull())
    .addColumn("user_id", text, (column) => column.notNull())
    .addColumn("process", text, (column) => column.notNull())
    .addColumn("bytes", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("log_usage_key", ["day", "user_id", "process"])
    .execute();
}
