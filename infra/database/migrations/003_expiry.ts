import type { Kysely } from "kysely";

/** Indexes the expiry of sessions and revocations, which an hourly cleanup searches by it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const table of ["sessions", "revocations"]) {
    await database.schema.createIndex(`${table}_expiry`).on(table).column("expires_at_ms")
      .execute();
  }
}
