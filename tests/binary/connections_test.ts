import assert from "node:assert/strict";
import { H2CClient } from "undici";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { exchange, openRaw, readResponse, requestText, send } from "../../testing/raw_http.ts";
import { until } from "../../testing/until.ts";
import {
  ANY_SIZE,
  slowFactorial,
  untilBusy,
  untilQueued,
} from "../../testing/long_calculations.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

/** Bytes of a body that is read in pieces. */
const LONG_BODY = 100_000;

/** So many that some arrive before they are read. */
const LONG_BODIES = 50;

Deno.test("the server survives misbehaving connections", async (t) => {
  await using program = await startProgram();
  const { token } = await program.newUser();
  const { port } = program;
  const bearer = { ...JSON_TYPE, Authorization: `Bearer ${token}` };
  const post = (length: number, body: string) =>
    requestText("POST /factorial", { ...bearer, "Content-Length": length }, body);

  await t.step("an incomplete body gets 408", async () => {
    const started = performance.now();
    const { status, text } = await exchange(port, post(100, '{"n":'));
    assert.equal(status, 408);
    assert.match(text, /"code":"request_timeout"/);
    assert.ok(performance.now() - started < 20_000);
  });
  await t.step("a slow body within the time limit is accepted", async () => {
    using connection = await openRaw(port, post(8, '{"n'));
    await (await program.get("/health/live")).text();
    await send(connection, '":20}');
    const { status, text } = await readResponse(connection);
    assert.equal(status, 200);
    assert.match(text, /"result":"2432902008176640000"/);
  });
  await t.step("a slow body in chunks is read while others sign in and calculate", async () => {
    const headers = { ...bearer, "Transfer-Encoding": "chunked" };
    using connection = await openRaw(
      port,
      requestText("POST /factorial", headers, '4\r\n{"n"\r\n'),
    );
    const { username } = await program.newUser();
    await program.signIn(username);
    await expectStatus(await program.post("/factorial", { n: 1_000_000 }, token), 200);
    await send(connection, "4\r\n:20}\r\n0\r\n\r\n");
    const { status, text } = await readResponse(connection);
    assert.equal(status, 200);
    assert.match(text, /"result":"2432902008176640000"/);
  });
  await t.step("a client that disconnects mid-body leaves no request behind", async () => {
    (await openRaw(port, post(100, '{"n":'))).close();
    await until("the request has ended", async () => {
      const text = await (await program.get("/metrics")).text();
      return /http_requests_total\{handler="\/factorial",method="POST",status="4xx"\} 2/.test(text);
    });
  });
  await t.step("a body with too large a Content-Length is refused without being read", async () => {
    const { status, text } = await exchange(port, post(9_999_999_999_999, ""));
    assert.equal(status, 413);
    assert.match(text, /"code":"body_too_large"/);
  });
  await t.step("a chunked body that is too large is refused", async () => {
    const chunk = `100000\r\n${" ".repeat(0x100000)}\r\n`;
    const headers = { ...bearer, "Transfer-Encoding": "chunked" };
    const { status } = await exchange(
      port,
      requestText("POST /factorial", headers, chunk.repeat(3)),
    );
    assert.equal(status, 413);
  });
  await t.step("garbage after a request does not affect its response", async () => {
    using connection = await openRaw(
      port,
      `${requestText("GET /health/live")}\0\xff garbage\r\n\r\n`,
    );
    const { status, text } = await readResponse(connection);
    assert.equal(status, 200);
    assert.match(text, /\{"status":"ok"\}/);
    const { status: next } = await readResponse(connection);
    assert.ok(next === 400 || next === 0, String(next));
  });
  for (
    const [name, text] of Object.entries({
      "garbage": "\x16\x03\x01\x02 this is not HTTP\r\n\r\n",
      "a request line of 1 MB": requestText(`GET /${"a".repeat(1e6)}`),
      "2,000 headers": requestText("GET /", manyHeaders(2_000)),
      "two lengths": requestText(
        "POST /token",
        { "Content-Length": "3", "content-length": "4" },
        "abc",
      ),
    })
  ) {
    await t.step(`${name} is refused`, async () => {
      const { status } = await exchange(port, text);
      assert.ok([0, 400, 414, 431].includes(status), String(status));
    });
  }
  await t.step("the server still responds and has logged no error", async () => {
    const response = await program.post("/factorial", { n: 5 }, token);
    assert.equal(JSON.parse(await expectStatus(response, 200)).result, "120");
    assert.equal((await program.entries(token)).length, 4);
    assert.deepEqual(program.log().filter(({ level }) => level === "error"), []);
  });
});

Deno.test("a client that disconnects cancels its calculation, which is recorded as cancelled", async (t) => {
  await using program = await startProgram({ env: { ...ANY_SIZE, COMPUTE_WORKERS: "1" } });
  const { token } = await program.newUser();
  const n = 6 * await slowFactorial(program, token, 0.5);

  await t.step("while it runs", () => disconnect(program, token, n, () => untilBusy(program)));
  await t.step("while it is queued", async () => {
    await disconnect(program, token, n + 1, async () => {
      await untilBusy(program);
      await disconnect(program, token, n + 2, () => untilQueued(program));
    });
  });
  await t.step("the isolate is free for other calculations", async () => {
    const response = await program.post("/fibonacci", { n: 1_000_000 }, token);
    assert.equal(JSON.parse(await expectStatus(response, 200)).digits, 208_988);
  });
});

/** Starts a calculation, disconnects after `moment`, and waits for its entry. */
async function disconnect(
  program: Program,
  token: string,
  n: number,
  moment: () => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const answer = program.post("/factorial", { n }, token, { signal });
  await moment();
  controller.abort();
  await assert.rejects(answer, { name: "AbortError" });
  await until("the entry is recorded", async () => {
    const entry = (await program.entries(token)).find(({ input }) => input.n === String(n));
    return entry?.outcome === "cancelled";
  });
}

function manyHeaders(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`X-${index}`, "x"]));
}

Deno.test("a long body over HTTP/2 is read, whether it arrives at once or in pieces", async () => {
  await using program = await startProgram();
  const { token } = await program.newUser();
  const headers = { ...JSON_TYPE, Authorization: `Bearer ${token}` };
  const body = '{"n":20}'.padEnd(LONG_BODY);
  for (let turn = 0; turn < LONG_BODIES; turn++) {
    const client = new H2CClient(program.address);
    const response = await client.request({ method: "POST", path: "/factorial", headers, body });
    assert.equal(response.statusCode, 200, await response.body.text());
    await client.close();
  }
});
