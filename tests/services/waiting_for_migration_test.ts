import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { holdMigrationLock } from "../../testing/migration_lock.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { assertRecorded } from "./assert_recorded.ts";

Deno.test({
  name: "a process that waits for a migration is alive, reports it and can be stopped",
  ignore: IGNORE_KAFKA || isIgnored("postgres"),
  fn: async (t) => {
    await using database = await createTestDatabase();
    await using programs = new AsyncDisposableStack();
    await using topic = newTopic();
    const env = { ...topic.env, DATABASE_URL: database.url };
    const startBoth = () =>
      Promise.all(
        (["serve", "consume"] as const).map(async (verb) =>
          programs.use(await startProgram({ verb, env: { ...env, CONSUMER: "off" } }))
        ),
      );
    let waiting: Program[] = [];

    {
      await using _migrating = await holdMigrationLock(database.url);
      waiting = await startBoth();
      await t.step("alive but not ready because of the migration", async () => {
        for (const program of waiting) {
          assert.equal((await statusOf(program, "/health/live")).status, 200);
          await until("waiting", async () => {
            const { body } = await statusOf(program, "/health/ready");
            return body.waiting_for === "migration";
          });
          const { status, body } = await statusOf(program, "/health/ready");
          assert.deepEqual([status, body.status], [503, "unavailable"]);
          const health = await statusOf(program, "/health");
          assert.equal(health.body.waiting_for, "migration");
          assert.equal(health.body.checks.database, "failing");
        }
      });
      await t.step("they stop gracefully and leave no waiting connection", async () => {
        const stopped = await startBoth();
        await until("all wait", async () => await waitingOn(database) === 4);
        for (
          const { code, stderr } of await Promise.all(stopped.map((each) => each.end("SIGTERM")))
        ) {
          assert.deepEqual([code, stderr], [0, ""]);
        }
        await until("two wait", async () => await waitingOn(database) === 2);
      });
    }

    await t.step("ready when it is done", async () => {
      for (const program of waiting) {
        await until("ready", async () => {
          const { status, body } = await statusOf(program, "/health/ready");
          return status === 200 && body.waiting_for === undefined;
        });
      }
      const [server] = waiting;
      const { token } = await server!.newUser();
      const { id } = await (await server!.post("/factorial", { n: 20 }, token)).json();
      await assertRecorded(new Set([id]), { client: server!, token, topic });
    });
  },
});

async function statusOf(program: Program, path: string) {
  const response = await program.get(path);
  return { status: response.status, body: await response.json() };
}

/** Number of connections that wait for the migration lock. */
async function waitingOn(database: TestDatabase): Promise<number> {
  const rows = await database.query(
    `select 1 from pg_stat_activity
     where datname = current_database() and wait_event = 'advisory'`,
  );
  return rows.length;
}
