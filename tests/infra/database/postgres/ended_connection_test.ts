import assert from "node:assert/strict";
import { migrate } from "../../../../infra/database/migrate.ts";
import { createPostgresDatabase } from "../../../../infra/database/postgres/database.ts";
import { createSettings } from "../../../../infra/database/settings.ts";
import { createTestDatabase, type TestDatabase } from "../../../../testing/postgres.ts";
import { isIgnored } from "../../../../testing/services.ts";
import { until } from "../../../../testing/until.ts";

Deno.test({
  name: "connections terminated by Postgres, idle or in use, are replaced",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using testDatabase = await createTestDatabase();
    const database = createPostgresDatabase({
      url: testDatabase.url,
      ca: undefined,
      connections: 5,
    });
    await migrate(database);
    const settings = createSettings(database.kysely);
    const work = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const held = database.tryWithLock("relay", () => {
      begun.resolve();
      return work.promise;
    });
    await begun.promise;
    assert.equal(await settings.getOrCreate("name", "before"), "before");
    await endConnections(testDatabase);
    const write = () => settings.getOrCreate("another", "after").then(() => true, () => false);
    await until("written again", write);
    assert.equal(await settings.getOrCreate("another", "unknown"), "after");
    assert.equal(await database.tryWithLock("relay", () => Promise.resolve()), true);
    work.resolve();
    assert.equal(await held, true);
    await database.close();
  },
});

async function endConnections(testDatabase: TestDatabase): Promise<void> {
  const rows = await testDatabase.query(
    `select pg_terminate_backend(pid) as ended from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  assert.ok(rows.length >= 2 && rows.every(({ ended }) => ended === true));
}
