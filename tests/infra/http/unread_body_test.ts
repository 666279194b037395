import assert from "node:assert/strict";
import { startListener, untilClosed } from "../../../testing/listener.ts";
import { openRaw, readResponse, requestText, send } from "../../../testing/raw_http.ts";

const CHUNKED = { "Transfer-Encoding": "chunked" };
const ENDLESS = { "Content-Length": 10 ** 12 };

/** More than the kernel keeps of what is not read. */
const MUCH = 2 ** 26;

/** Sends chunks until the connection is closed, or this many bytes; returns their number. */
async function sendChunks(connection: Deno.TcpConn, limit: number): Promise<number> {
  const chunks = new TextEncoder().encode(`1000\r\n${" ".repeat(4_096)}\r\n`.repeat(16));
  let sent = 0;
  try {
    while (sent < limit) sent += await connection.write(chunks.subarray(sent % chunks.length));
  } catch (error) {
    const { BrokenPipe, ConnectionReset } = Deno.errors;
    assert.ok(error instanceof BrokenPipe || error instanceof ConnectionReset);
  }
  return sent;
}

for (const [kind, headers] of Object.entries({ chunked: CHUNKED, declared: ENDLESS })) {
  for (const isBegun of [false, true]) {
    const what = isBegun ? "whose reading was given up" : "that is not read";
    Deno.test(`a ${kind} endless body ${what} is answered, and the connection closes`, async () => {
      const { port, shutdown } = startListener(async ({ body }, { connection }) => {
        if (isBegun) {
          await body!.getReader({ mode: "byob" }).read(new Uint8Array(1_024));
          connection!.abandonBody(false);
        }
        return new Response("answer", { status: 404 });
      });
      using connection = await openRaw(port, requestText("POST /", headers, "1\r\n \r\n"));
      const [{ text }, sent] = await Promise.all([
        readResponse(connection),
        sendChunks(connection, MUCH),
      ]);
      assert.match(text, /^HTTP\/1\.1 404 .*\r\nconnection: close\r\n.*\r\n\r\nanswer$/is);
      assert.ok(sent < MUCH, `${sent} bytes were read`);
      await shutdown();
    });
  }
}

Deno.test("a connection closes after a body that was given up while it was read", async () => {
  const { port, shutdown } = startListener(async ({ body }, { connection }) => {
    const reader = body!.getReader({ mode: "byob" });
    await reader.read(new Uint8Array(1_024));
    const reading = reader.read(new Uint8Array(1_024));
    connection!.abandonBody(true);
    reader.cancel().catch(() => {});
    await reading;
    return new Response("answer", { status: 408 });
  });
  using connection = await openRaw(port, requestText("POST /", CHUNKED, "1\r\n \r\n"));
  assert.match((await readResponse(connection)).text, /\r\nconnection: close\r\n.*answer$/is);
  await untilClosed(connection);
  await shutdown();
});

Deno.test("answers without a body are complete, too", async () => {
  for (const status of [303, 204]) {
    const { port, shutdown } = startListener(() => new Response(null, { status }));
    using connection = await openRaw(port, requestText("GET /", CHUNKED, "1\r\n \r\n"));
    const { text } = await readResponse(connection);
    assert.match(
      text,
      new RegExp(`^HTTP/1.1 ${status} .*\r\nconnection: close\r\n.*\r\n\r\n$`, "is"),
    );
    await untilClosed(connection);
    await shutdown();
  }
});

Deno.test("a long answer is not sent in place of a body", async () => {
  const { port, shutdown } = startListener(() => new Response("7".repeat(2 ** 21)));
  using connection = await openRaw(port, requestText("GET /", CHUNKED, "1\r\n \r\n"));
  await untilClosed(connection);
  await shutdown();
});

Deno.test("a connection is used again after a short body that is not read", async () => {
  const { port, shutdown } = startListener(() => new Response("answer", { status: 404 }));
  using connection = await openRaw(port, "");
  for (let i = 0; i < 3; i++) {
    await send(connection, requestText("POST /", { "Content-Length": 10 }, "1234567890"));
    assert.doesNotMatch((await readResponse(connection)).text, /connection: close/i);
  }
  await shutdown();
});

Deno.test("a body that has been read to its end does not delay the end of its answer", async () => {
  const { port, shutdown } = startListener(async (request) =>
    new Response(await request.text(), { status: 404 })
  );
  using connection = await openRaw(
    port,
    requestText("POST /", CHUNKED, "6\r\nanswer\r\n0\r\n\r\n"),
  );
  assert.match((await readResponse(connection)).text, /answer$/);
  await shutdown();
});
