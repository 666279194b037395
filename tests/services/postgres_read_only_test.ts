import assert from "node:assert/strict";
import { createBackends, IGNORE_BACKENDS } from "../../testing/backends.ts";
import { createTestDatabase, queryPostgres, type TestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { addressOf, isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { openTopic } from "../../testing/kafka.ts";
import { PASSWORD } from "../../testing/service.ts";

const RECOVERY_MS = 5_000;

/** Opens several sessions of the service at the same time. */
const READERS = 10;

Deno.test({
  name: "sessions that began while the database was read-only do not outlive that state",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using database = await createTestDatabase();
    await using program = await startProgram({ env: { DATABASE_URL: database.url } });
    const { username, token } = await program.newUser();
    await setReadOnly(database, "on");
    await until("refused", async () => await statusOf(program, token) === 503);
    await until("not ready", async () => await readiness(program) === 503);
    const signIns = Array.from(
      { length: READERS },
      () => program.post("/token", { username, password: PASSWORD }),
    );
    for (const response of await Promise.all(signIns)) {
      assert.equal(response.status, 503);
      await response.body?.cancel();
    }
    await until("the log can be read", async () => {
      const reads = Array.from({ length: READERS }, () => program.get("/logs", token));
      const responses = await Promise.all(reads);
      await Promise.all(responses.map((response) => response.body?.cancel()));
      return responses.every(({ ok }) => ok);
    });
    await setReadOnly(database, "off");
    await until("ready", async () => await readiness(program) === 200, RECOVERY_MS);
    await until("answered", async () => await statusOf(program, token) === 200, RECOVERY_MS);
    for (let n = 0; n < READERS; n++) await program.signIn(username);
  },
});

Deno.test({
  name: "the consumer stores events again once the database is writable",
  ignore: IGNORE_BACKENDS,
  fn: async () => {
    await using backends = await createBackends();
    const { database, env, topic } = backends;
    await using _topic = await openTopic(topic.settings);
    await using program = await startProgram({ env });
    const { token } = await program.newUser();
    await setReadOnly(database, "on");
    const answered = new Set<string>();
    for (let n = 0; n < READERS; n++) {
      const response = await program.post("/factorial", { n }, token);
      assert.equal(response.status, 200, "the topic records the answer");
      answered.add((await response.json()).id);
    }
    const failing = async () => (await program.get("/health")).json();
    await until("a write has failed", async () => (await failing()).checks.database === "failing");
    await setReadOnly(database, "off");
    await until("every answer is in the log", async () => {
      const entries = (await program.entries(token)).map(({ id }) => id);
      return answered.isSubsetOf(new Set(entries));
    }, RECOVERY_MS);
    await until("ready", async () => await readiness(program) === 200, RECOVERY_MS);
  },
});

/** Switches the default of new sessions; switching it on also ends the sessions of the service. */
async function setReadOnly(database: TestDatabase, state: "on" | "off"): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  const server = addressOf("postgres");
  await queryPostgres(
    server,
    `alter database ${name} set default_transaction_read_only = ${state}`,
  );
  if (state === "off") return;
  await queryPostgres(
    server,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
}

async function statusOf(program: Program, token: string): Promise<number> {
  const response = await program.post("/factorial", { n: 20 }, token);
  await response.body?.cancel();
  return response.status;
}

async function readiness(program: Program): Promise<number> {
  const response = await program.get("/health/ready");
  await response.body?.cancel();
  return response.status;
}
