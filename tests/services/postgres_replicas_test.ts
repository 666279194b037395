import assert from "node:assert/strict";
import { createKey } from "../../testing/api_keys.ts";
import { expectStatus } from "../../testing/http_client.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, runProgram, startProgram } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

/** Time within which a change on one replica applies to the others. */
const EVERYWHERE_MS = 2_000;

Deno.test({
  name: "replicas on one Postgres act as one service",
  ignore: isIgnored("postgres"),
  fn: async (t) => {
    await using database = await createTestDatabase();
    const env = { DATABASE_URL: database.url };
    const [started, other] = await Promise.all([startProgram({ env }), startProgram({ env })]);
    await using here = started;
    await using there = other;

    await t.step("they start together and migrate once", async () => {
      for (const program of [here, there]) {
        await until("ready", () => isReady(program));
        const failures = program.log().filter(({ level }) => level === "error");
        assert.deepEqual(failures, []);
      }
      const applied = [here, there].flatMap((program) => program.log())
        .filter(({ message }) => message === "migrations_applied").map(({ migrations }) =>
          migrations
        );
      assert.deepEqual(applied, [[
        "001_tables",
        "002_published",
        "003_expiry",
        "004_api_keys",
        "006_log_usage",
        "007_sessions_and_deletion",
        "008_uuid_columns",
      ]]);
    });

    await t.step("tokens and the log are shared", async () => {
      const { token } = await here.newUser();
      const { id } = JSON.parse(
        await expectStatus(await here.post("/factorial", { n: 20 }, token), 200),
      );
      assert.deepEqual((await there.entries(token)).map((entry) => entry.id), [id]);
    });

    await t.step("a logout applies to both", async () => {
      const { token } = await here.newUser();
      await known(there, token);
      await expectStatus(await here.post("/logout", {}, token), 204);
      await ended(there, token);
    });

    await t.step("a new password ends the other sessions on both", async () => {
      const { username, token } = await here.newUser();
      const second = await there.signIn(username);
      await known(here, second);
      const change = { current_password: PASSWORD, new_password: `${PASSWORD} again` };
      await expectStatus(await there.post("/password", change, second), 204);
      await ended(here, token);
      await known(here, second);
    });

    await t.step("an API key works on both, until it is revoked on one", async () => {
      const { username, token } = await here.newUser();
      const { id, key } = await createKey(here, token);
      for (const program of [here, there]) await known(program, key);
      const { code, stdout } = await runProgram(["user", "key", "list", username], { env });
      assert.deepEqual([code, stdout.split("\t")[0]], [0, id]);
      await expectStatus(await there.post(`/keys/${id}/revoke`, {}, token), 204);
      await expectStatus(await there.get("/retrieve_info", key), 401);
      await ended(here, key);
      assert.ok(![here, there].some((program) => JSON.stringify(program.log()).includes(key)));
      const rows = await database.query("select * from api_keys");
      assert.deepEqual(rows, []);
    });

    await t.step("a disabled user is disabled on both", async () => {
      const { username, token } = await here.newUser();
      await known(there, token);
      const { code, stderr } = await runProgram(["user", "disable", username], { env });
      assert.deepEqual([code, stderr], [0, ""]);
      await ended(here, token);
      await ended(there, token);
    });
  },
});

async function isReady(program: Program): Promise<boolean> {
  const response = await program.get("/health/ready");
  await response.body?.cancel();
  return response.ok;
}

async function known(program: Program, token: string): Promise<void> {
  await expectStatus(await program.get("/retrieve_info", token), 200);
}

async function ended(program: Program, token: string): Promise<void> {
  await until("the session has ended", async () => {
    const response = await program.get("/retrieve_info", token);
    await response.body?.cancel();
    return response.status === 401;
  }, EVERYWHERE_MS);
}
