import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { batchAnswers } from "../../testing/batch_answers.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { until } from "../../testing/until.ts";

const ROUNDS = Number(Deno.env.get("CRASH_ROUNDS") || 2);
const CLIENTS = 32;

/** Clients that send batches. Their items count as answered as soon as their lines arrive. */
const BATCH_CLIENTS = 4;

/** Answers that clients receive before the program is killed. */
const MEANINGFUL = 200;

/** The program is killed at a random moment within this time after those answers. */
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
    await t.step(`round ${round}: the log has every answer of all rounds so far`, () => {
      assert.deepEqual(received.difference(new Set(logged)), new Set());
    });
    await t.step(`round ${round}: the log has no duplicates`, () => {
      assert.equal(new Set(logged).size, logged.length);
    });
  }
  await t.step("the database passes its integrity check", () => {
    using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`);
    assert.equal(database.prepare("pragma integrity_check").get()!.integrity_check, "ok");
  });
});

async function newToken(dataDir: string): Promise<string> {
  await using program = await startProgram({ dataDir });
  return (await program.newUser()).token;
}

/** Runs all clients, kills the program, and returns the ids of the answers that they received. */
async function askUntilKilled(dataDir: string, token: string): Promise<string[]> {
  await using program = await startProgram({ dataDir });
  const ids: string[] = [];
  const clients = Array.from({ length: CLIENTS }, (_, client) => ask(program, token, client, ids));
  const batchClients = Array.from(
    { length: BATCH_CLIENTS },
    (_, client) => askBatches(program, token, client, ids),
  );
  await until("the clients have received answers", () => ids.length >= MEANINGFUL, 60_000);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * WITHIN_MS));
  const { code } = await program.end("SIGKILL");
  assert.equal(code, 128 + 9);
  await Promise.all([...clients, ...batchClients]);
  return ids;
}

/** A client that alternates between inline, cached and isolate calculations. */
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

/** A client that sends batches of inline, cached, equal and isolate calculations. */
async function askBatches(
  program: Program,
  token: string,
  client: number,
  ids: string[],
): Promise<void> {
  for (let turn = 0;; turn++) {
    const items = Array.from({ length: 20 }, (_, i) => {
      const n = [client + i, 3, 2_000 + (client * 97 + turn * 13 + i) % 3_000, 2_000][i % 4];
      return { operation: "factorial", input: { n } };
    });
    try {
      for await (const id of batchAnswers(program, { items, token })) ids.push(id);
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}
