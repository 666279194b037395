import assert from "node:assert/strict";
import { untilBusy } from "../../testing/long_calculations.ts";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { openRaw, requestText } from "../../testing/raw_http.ts";
import { IGNORE_FAULTS, isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createBackends, IGNORE_BACKENDS } from "../../testing/backends.ts";
import { createFaultDriver, KILLED, PAUSED } from "../../testing/fault_driver.ts";
import { assertRecorded } from "./assert_recorded.ts";
import { ALL } from "../../testing/service_combinations.ts";
import { startLoad } from "../../testing/load.ts";

const CLIENTS = 16;
const SOME_ANSWERS = 100;

/** More work than an isolate can finish within the drain time. */
const LARGE_QUESTIONS = 32;

/** Supervisors kill a process that has not ended by then. */
const GRACE_MS = 10_000;

for (const fault of [KILLED, PAUSED]) {
  Deno.test({
    name: `server and consumer stop gracefully while Kafka is ${fault.name}`,
    ignore: IGNORE_KAFKA || IGNORE_FAULTS || isIgnored("postgres"),
    fn: async () => {
      await using driver = createFaultDriver();
      await using database = await createTestDatabase();
      await using topic = newTopic();
      const env = { ...topic.env, DATABASE_URL: database.url };
      await using server = await startProgram({ env });
      await using consumer = await startProgram({ verb: "consume", env });
      const { token } = await server.newUser();
      await server.post("/factorial", { n: 5 }, token).then((response) => response.text());
      await until("the entry is stored", async () => (await server.entries(token)).length === 1);
      await driver.during(fault, ["kafka"], async () => {
        const ends = await Promise.all([server, consumer].map((program) => program.end("SIGTERM")));
        for (const { code, stderr } of ends) assert.deepEqual([code, stderr], [0, ""]);
      });
    },
  });
}

Deno.test({
  name: "server and consumer stop in time while all services and a client hang",
  ignore: IGNORE_BACKENDS || IGNORE_FAULTS,
  fn: async () => {
    await using driver = createFaultDriver();
    await using backends = await createBackends();
    const { env, topic } = backends;
    await using server = await startProgram({ env: { ...env, COMPUTE_WORKERS: "1" } });
    await using consumer = await startProgram({ verb: "consume", env });
    const { token } = await server.newUser();
    const load = startLoad(server, { token, clients: CLIENTS });
    await until("clients are answered", () => load.answered.size >= SOME_ANSWERS);
    const large = Array.from(
      { length: LARGE_QUESTIONS },
      (_, index) => idOf(server.post("/factorial", { n: 1_000_000 + index }, token)),
    );
    await untilBusy(server);
    using _server = await beginRequest(server, token);
    using _consumer = await beginRequest(consumer, token);

    await driver.during(PAUSED, ALL, async () => {
      const began = performance.now();
      const ends = await Promise.all([server, consumer].map((program) => program.end("SIGTERM")));
      const tookMs = performance.now() - began;
      for (const { code, stderr } of ends) assert.deepEqual([code, stderr], [0, ""]);
      assert.ok(tookMs < GRACE_MS, `It took ${Math.round(tookMs)} ms`);
    });
    await load.stop();
    const ids = (await Promise.all(large)).filter((id) => id !== undefined);
    await using next = await startProgram({ env });
    const answered = new Set([...load.answered, ...ids]);
    await assertRecorded(answered, { client: next, token, topic });
  },
});

/** Id of the answer; undefined without one. */
async function idOf(request: Promise<Response>): Promise<string | undefined> {
  try {
    return (await (await request).json()).id;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Sends a request with an incomplete body, which the program has started to read. */
async function beginRequest(program: Program, token: string): Promise<Deno.TcpConn> {
  const headers = {
    "Authorization": `Bearer ${token}`,
    "Content-Type": "application/json",
    "Content-Length": 100,
  };
  const connection = await openRaw(
    program.port,
    requestText("POST /factorial", headers, '{"n": '),
  );
  await program.get("/health/live").then((response) => response.text());
  return connection;
}
