import type { Kysely } from "kysely";

/** What has expired is searched for every hour. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const table of ["sessions", "revocations"]) {
    await database.schema.createIndex(`${table}_expiry`).on(table).column("expires_at_ms")
      .execute();
  }
}
