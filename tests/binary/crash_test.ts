import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { until } from "../../testing/until.ts";

const ROUNDS = Number(Deno.env.get("CRASH_ROUNDS") || 2);
const CLIENTS = 32;

/** Answers that a round must have received before the program is killed. */
const MEANINGFUL = 200;

/** The kill comes at a random moment within this time after them. */
const WITHIN_MS = 1_000;

Deno.test(`no answer that a client received is lost by kill -9 (${ROUNDS} rounds)`, async (t) => {
  await using directory = await makeDirectory();
  const dataDir = directory.path;
  const received = new Set<string>();
  const token = await newToken(dataDir);

  for (let round = 1; round <= ROUNDS; round++) {
    const ids = await askUntilKilled(dataDir, token);
    await using program = await startProgram({ dataDir });
    const logged = (await program.entries(token)).map(({ id }) => id);

    await t.step(`round ${round}: ${CLIENTS} clients received ${ids.length} answers`, () => {
      assert.ok(ids.length >= MEANINGFUL);
    });
    for (const id of ids) received.add(id);
    await t.step(`round ${round}: each answer of all rounds so far is in the log`, () => {
      assert.deepEqual(received.difference(new Set(logged)), new Set());
    });
    await t.step(`round ${round}: no entry is there twice`, () => {
      assert.equal(new Set(logged).size, logged.length);
    });
  }
  await t.step("the database is sound", () => {
    using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`);
    assert.equal(database.prepare("pragma integrity_check").get()!.integrity_check, "ok");
  });
});

async function newToken(dataDir: string): Promise<string> {
  await using program = await startProgram({ dataDir });
  return (await program.newUser()).token;
}

/** Lets all clients ask without a pause, kills the program, and returns the ids they received. */
async function askUntilKilled(dataDir: string, token: string): Promise<string[]> {
  await using program = await startProgram({ dataDir });
  const ids: string[] = [];
  const clients = Array.from({ length: CLIENTS }, (_, client) => ask(program, token, client, ids));
  await until("the clients receive answers", () => ids.length >= MEANINGFUL, 60_000);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * WITHIN_MS));
  const { code } = await program.end("SIGKILL");
  assert.equal(code, 128 + 9);
  await Promise.all(clients);
  return ids;
}

/** One client: answered at once, out of the cache, and by an isolate, in turns. */
async function ask(program: Program, token: string, client: number, ids: string[]): Promise<void> {
  for (let turn = 0;; turn++) {
    const n = [client, 3, 2_000 + (client * 97 + turn * 13) % 3_000][turn % 3];
    try {
      const response = await program.post("/factorial", { n }, token);
      const answer = await response.json();
      assert.equal(response.status, 200, answer.detail);
      ids.push(answer.id);
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}
