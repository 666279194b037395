import assert from "node:assert/strict";
import { startLoad } from "../../testing/load.ts";
import { postgresPrograms } from "../../testing/postgres_server.ts";
import { startProgram } from "../../testing/program.ts";
import { startRelay } from "../../testing/relay.ts";
import { startReplicatedPostgres } from "../../testing/replicated_postgres.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

const RECOVERY_MS = 5_000;
const CLIENTS = 8;
const PAUSE_MS = 50;
const SOME_ANSWERS = 32;

Deno.test({
  name: "a promoted standby takes over with every answer, and without a restart of the service",
  ignore: isIgnored("postgres") && postgresPrograms() === undefined,
  fn: async (t) => {
    await using postgres = await startReplicatedPostgres();
    const at = (port: number) => ({ hostname: "127.0.0.1", port });
    await using relay = startRelay(at(postgres.primaryPort));
    const env = { DATABASE_URL: `postgres://postgres@127.0.0.1:${relay.port}/postgres` };
    await using program = await startProgram({ env });
    const { token } = await program.newUser();
    const load = startLoad(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS });
    const ready = async () => (await program.get("/health/ready")).status;
    const answersMore = async () => {
      const enough = load.answered.size + SOME_ANSWERS;
      await until("clients are answered", () => load.answered.size >= enough, RECOVERY_MS);
    };
    await answersMore();

    await t.step("connected to the standby, it refuses calculations as unavailable", async () => {
      await postgres.killPrimary();
      relay.moveTo(at(postgres.standbyPort));
      await until("not ready", async () => await ready() === 503);
      await until("calculations are refused", () => (load.refused.unavailable ?? 0) > SOME_ANSWERS);
      await until("the log can be read", async () => (await program.get("/logs", token)).ok);
    });

    await t.step("it recovers within 5 s of the promotion", async () => {
      await postgres.promote();
      await until("ready", async () => await ready() === 200, RECOVERY_MS);
      await answersMore();
    });

    await t.step("every answer is in the log", async () => {
      await load.stop();
      const entries = (await program.entries(token)).map(({ id }) => id);
      assert.deepEqual(load.answered.difference(new Set(entries)), new Set());
      const { unavailable: _, ...others } = load.refused;
      assert.deepEqual(others, {});
    });
  },
});
