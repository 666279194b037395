import assert from "node:assert/strict";
import { type Program, startProgram } from "../../testing/program.ts";
import { openRaw, readResponse, requestText } from "../../testing/raw_http.ts";
import { until } from "../../testing/until.ts";

const REQUESTS = 50;

/** Asks from another address. */
async function askBeside({ address }: Program): Promise<void> {
  using client = Deno.createHttpClient({ localAddress: "127.0.0.2" });
  await (await fetch(`${address}/health`, { client })).body?.cancel();
}

/** Sends requests at once on one connection and reads the answers until they end. */
async function askAtOnce(port: number, line: string): Promise<readonly string[]> {
  using connection = await openRaw(port, requestText(line).repeat(REQUESTS));
  let text = "";
  for (;;) {
    const { text: more } = await readResponse(connection);
    text += more;
    const answers = text.split("HTTP/1.1 ").slice(1);
    if (more === "" || answers.length === REQUESTS) return answers;
  }
}

function isLast(answer: string): boolean {
  return /\r\nconnection: close\r\n/i.test(answer);
}

for (const line of ["GET /nothing", "GET /health"]) {
  Deno.test(`${line}: the connection of a throttled client closes after its next answer`, async () => {
    await using program = await startProgram();
    const closed = await until("one is closed", async () => {
      await askBeside(program);
      const asked = Array.from({ length: 20 }, () => askAtOnce(program.port, line));
      const answers = await Promise.all(asked);
      return answers.find((ofConnection) => ofConnection.some(isLast));
    });
    assert.ok(closed.length < REQUESTS);
    assert.equal(closed.findIndex(isLast), closed.length - 1);
  });
}
