import assert from "node:assert/strict";
import { createKey } from "../../testing/api_keys.ts";
import { expectStatus } from "../../testing/http_client.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";
import {
  createServiceControl,
  IGNORE_FAULTS,
  isIgnored,
  SERVICES_PROGRAM,
} from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

/** Limit for every request in every state of the database. */
const LONGEST_MS = 20_000;
const CLIENTS = 16;

Deno.test({
  name: "a service survives failures of Postgres",
  ignore: isIgnored("postgres") || IGNORE_FAULTS,
  fn: async (t) => {
    const postgres = createServiceControl(SERVICES_PROGRAM!);
    await using database = await createTestDatabase();
    const env = { DATABASE_URL: database.url };
    await using program = await startProgram({ env });
    await until("ready", () => statusIs(program, 200));
    const { username, token } = await program.newUser();
    const { key } = await createKey(program, token);
    const { key: unseen } = await createKey(program, token);
    const answered = new Set<string>();

    for (
      const [fault, begin, end] of [
        ["killed", postgres.kill, postgres.start],
        ["paused", postgres.pause, postgres.resume],
      ] as const
    ) {
      await t.step(
        `${fault}: requests that need Postgres fail fast and reveal no internals`,
        async () => {
          await calculate(program, token, answered);
          assert.equal(await statusOfInvalidQuestion(program, key), 422);
          await begin("postgres");
          const asked = Array.from({ length: CLIENTS }, () => ask(program, token));
          for (const { status, body } of await Promise.all(asked)) {
            assert.equal(status, 503, body);
            assert.doesNotMatch(body, /postgres|select|insert|127\.0\.0\.1/i);
          }
          for (const [path, body] of needs(username)) {
            await expectStatus(await program.post(path, body, undefined, soon()), 503);
          }
          await expectStatus(await program.request("/logs", { ...bearer(token), ...soon() }), 503);
          assert.equal(await statusOfInvalidQuestion(program, key), 422, "a key in use is valid");
          assert.equal(await statusOfInvalidQuestion(program, unseen), 503);
          await until("not healthy", () => statusIs(program, 503, "/health"));
          await until("alive", () => statusIs(program, 200, "/health/live"));
        },
      );

      await t.step(`${fault}: the service recovers with every answer`, async () => {
        await end("postgres");
        await until("healthy", () => statusIs(program, 200, "/health"));
        await calculate(program, token, answered);
        await program.signIn(username);
        const entries = (await program.entries(token)).map(({ id }) => id);
        assert.deepEqual(answered.difference(new Set(entries)), new Set());
        assert.equal(new Set(entries).size, entries.length);
      });
    }

    await t.step("down at the start: alive but not ready until Postgres is up", async () => {
      await postgres.kill("postgres");
      await using late = await startProgram({ env });
      assert.ok(await statusIs(late, 503));
      assert.ok(await statusIs(late, 200, "/health/live"));
      const signIn = { username, password: PASSWORD };
      await expectStatus(await late.post("/token", signIn, undefined, soon()), 503);
      assert.equal((await ask(late, token)).status, 503);
      await postgres.start("postgres");
      await until("ready", () => statusIs(late, 200));
      await calculate(late, token, answered);
    });

    await t.step("it stops gracefully while Postgres hangs", async () => {
      await postgres.pause("postgres");
      const { code, stderr } = await program.end("SIGTERM");
      await postgres.resume("postgres");
      assert.deepEqual([code, stderr], [0, ""]);
    });

    await t.step("the application log has neither the password nor SQL", () => {
      const lines = JSON.stringify(program.log());
      assert.match(lines, /database_failing/);
      assert.doesNotMatch(lines, /:app@|insert into|select /i);
    });
  },
});

function needs(username: string) {
  return [
    ["/token", { username, password: PASSWORD }],
    ["/signup2", { username: "newcomer", password: PASSWORD }],
  ] as const;
}

async function ask(program: Program, token: string) {
  const response = await program.post("/factorial", { n: 20 }, token, soon());
  return { status: response.status, body: await response.text() };
}

/** The status tells whether the credential was accepted, whether or not answers can be recorded. */
async function statusOfInvalidQuestion(program: Program, credential: string): Promise<number> {
  const response = await program.post("/factorial", { n: -1 }, credential, soon());
  await response.body?.cancel();
  return response.status;
}

async function calculate(program: Program, token: string, answered: Set<string>): Promise<void> {
  const { status, body } = await ask(program, token);
  assert.equal(status, 200, body);
  answered.add(JSON.parse(body).id);
}

async function statusIs(program: Program, status: number, path = "/health/ready") {
  const response = await program.request(path, soon());
  await response.body?.cancel();
  return response.status === status;
}

function soon(): RequestInit {
  return { signal: AbortSignal.timeout(LONGEST_MS) };
}

function bearer(token: string): RequestInit {
  return { headers: { Authorization: `Bearer ${token}` } };
}
