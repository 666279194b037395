import assert from "node:assert/strict";
import { type KyselyPlugin, sql } from "kysely";
import { createAccountStore } from "../../../infra/database/account_store.ts";
import type { Database } from "../../../infra/database/database.ts";
import { DATABASES } from "../../contract/databases.ts";

const MANY = 2_500;

/** Maximum number of rows that a statement may delete, because commits wait for it. */
const MAX_ROWS = 1_000;

for (const { name, ignore, open } of DATABASES) {
  Deno.test({
    name: `on ${name} expired rows are found by an index and deleted in batches`,
    ignore,
    fn: async (t) => {
      await using opened = await open();
      const { kysely, features } = opened.database;
      await insertRows(kysely, { count: MANY, expiresAt: 1_000 });
      await insertRows(kysely, { count: 3, expiresAt: 2_000 });

      await t.step("each table has the index", async () => {
        for (const table of ["sessions", "revocations"] as const) {
          assert.match(await planOf(opened.database, table), new RegExp(`\\b${table}_expiry\\b`));
        }
      });

      await t.step("no statement deletes more than 1,000 rows", async () => {
        const deleted: number[] = [];
        const store = createAccountStore({
          kysely: kysely.withPlugin(recordChanges(deleted)),
          features,
        });
        await store.removeExpired(2_000);
        assert.ok(deleted.every((rows) => rows <= MAX_ROWS), deleted.join());
        assert.equal(deleted.reduce((sum, rows) => sum + rows), 2 * MANY);
      });

      await t.step("other rows are kept", async () => {
        for (const table of ["sessions", "revocations"] as const) {
          const rows = await kysely.selectFrom(table).select("expires_at_ms").execute();
          assert.deepEqual(rows.map((row) => Number(row.expires_at_ms)), [2_000, 2_000, 2_000]);
        }
      });
    },
  });
}

async function insertRows(
  kysely: Database["kysely"],
  { count, expiresAt }: { readonly count: number; readonly expiresAt: number },
): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => `${expiresAt}/${index}`);
  for (let start = 0; start < count; start += 500) {
    const some = ids.slice(start, start + 500)
      .map((id) => ({ id, user_id: "user", expires_at_ms: expiresAt }));
    await kysely.insertInto("sessions").values(some).execute();
    const nobody = { session_id: null, except_session_id: null, created_at_ms: 0 };
    await kysely.insertInto("revocations").values(some.map((row) => ({ ...row, ...nobody })))
      .execute();
  }
}

/** The database's plan for selecting expired rows. */
function planOf({ kysely, features }: Database, table: "sessions" | "revocations") {
  return kysely.transaction().execute(async (transaction) => {
    // Postgres prefers a sequential scan for small tables.
    if (features.rowLocks) await sql`set local enable_seqscan = off`.execute(transaction);
    const explain = features.rowLocks ? sql`explain` : sql`explain query plan`;
    const { rows } = await sql`
      ${explain} select id from ${sql.table(table)} where expires_at_ms < 1 limit 1000
    `.execute(transaction);
    return JSON.stringify(rows);
  });
}

/** Records the number of rows that each statement affects. */
function recordChanges(changes: number[]): KyselyPlugin {
  return {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      changes.push(Number(result.numAffectedRows));
      return Promise.resolve(result);
    },
  };
}
