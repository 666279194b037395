import assert from "node:assert/strict";
import { H2CClient } from "undici";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { openFactorial } from "../../testing/raw_http.ts";
import { until } from "../../testing/until.ts";
import { ANY_SIZE, untilBusy } from "../../testing/long_calculations.ts";

/** The verify task sets a higher number. */
const ROUNDS = Number(Deno.env.get("DISCONNECT_ROUNDS") ?? 20);

/** Its factorial has 137 million digits and takes much longer than the test waits. */
const N = 20_000_000;

/** Bytes of a body that does not arrive with its head in the first read of the server. */
const LONG_BODY = 100_000;

Deno.test("clients that disconnect free the isolate and leak nothing", async (t) => {
  await using program = await startProgram({ env: { ...ANY_SIZE, COMPUTE_WORKERS: "1" } });
  const { token } = await program.newUser();
  for (const accept of ["application/json", "text/event-stream"]) {
    await t.step(accept, async () => {
      await leave(program, token, accept);
      const descriptors = descriptorsOf(program);
      for (let round = 0; round < ROUNDS; round++) {
        await leave(program, token, accept);
        const response = await program.post("/fibonacci", { n: 300_000 + round }, token);
        await expectStatus(response, 200);
      }
      await until("the connections are closed", () => descriptorsOf(program) <= descriptors + 2);
    });
  }
  await t.step("each calculation is recorded as cancelled", async () => {
    await until("the entries are recorded", async () => {
      const entries = await program.entries(token);
      const cancelled = entries.filter(({ outcome }) => outcome === "cancelled");
      return cancelled.length === 2 * (ROUNDS + 1);
    });
  });
  assert.deepEqual(program.log().filter(({ level }) => level === "error"), []);
});

Deno.test("a disconnect is noticed if the response has started, or over HTTP/2, however long the request is", async (t) => {
  await using program = await startProgram({ env: { ...ANY_SIZE, COMPUTE_WORKERS: "1" } });
  const { token } = await program.newUser();
  await t.step("an event stream", async () => {
    const accept = "text/event-stream";
    const connection = await openFactorial(program.port, {
      n: N,
      token,
      accept,
      bodyLength: LONG_BODY,
    });
    await untilBusy(program);
    connection.close();
    await untilIdle(program);
  });
  await t.step("JSON over HTTP/2", async () => {
    const client = new H2CClient(program.address);
    const leaving = new AbortController();
    const response = client.request({
      method: "POST",
      path: "/factorial",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ n: N + 1 }).padEnd(LONG_BODY),
      signal: leaving.signal,
    });
    await untilBusy(program);
    leaving.abort();
    await assert.rejects(response);
    await untilIdle(program);
    await client.destroy();
  });
  const outcomes = await until("both are recorded", async () => {
    const entries = await program.entries(token);
    return entries.length === 2 && entries.map(({ outcome }) => outcome);
  });
  assert.deepEqual(outcomes, ["cancelled", "cancelled"]);
});

Deno.test("a calculation whose client leaves unnoticed ends at the time limit and is recorded", async () => {
  const env = { ...ANY_SIZE, TIME_LIMIT: "1s", COMPUTE_WORKERS: "1" };
  await using program = await startProgram({ env });
  const { token } = await program.newUser();
  const accept = "application/json";
  const options = { n: N, token, accept, bodyLength: LONG_BODY };
  const connection = await openFactorial(program.port, options);
  await untilBusy(program);
  connection.close();
  const [entry] = await until("it is recorded", async () => {
    const entries = await program.entries(token);
    return entries.length > 0 && entries;
  });
  assert.equal(entry!.outcome, "time_limit_exceeded");
  await untilIdle(program);
});

/** Disconnects during a calculation and waits until no isolate is busy. */
async function leave(program: Program, token: string, accept: string): Promise<void> {
  const connection = await openFactorial(program.port, { n: N, token, accept });
  await untilBusy(program);
  connection.close();
  await untilIdle(program);
}

function untilIdle(program: Program): Promise<true> {
  return until("no isolate is busy", async () => {
    const metrics = await expectStatus(await program.get("/metrics"), 200);
    return /^compute_busy_isolates 0$/m.test(metrics);
  });
}

function descriptorsOf({ pid }: Program): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}
