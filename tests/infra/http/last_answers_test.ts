import assert from "node:assert/strict";
import { unreadStreams } from "../../../testing/abuse/h2_frames.ts";
import { startListener, untilClosed } from "../../../testing/listener.ts";
import { openRaw, readResponse, requestText, send } from "../../../testing/raw_http.ts";

Deno.test("a connection closes after its last request, whatever follows it", async () => {
  let requests = 0;
  const { port, shutdown } = startListener(() => new Response(String(++requests)), {
    limits: { maxRequests: 2 },
  });
  using connection = await openRaw(port, requestText("GET /").repeat(1_000));
  await untilClosed(connection);
  assert.equal(requests, 2);
  await shutdown();
});

Deno.test("a proxy's connection has no last request", async () => {
  let requests = 0;
  const { port, shutdown } = startListener(
    () => new Response(String(++requests)),
    { limits: { maxRequests: 2 }, isProxy: true },
  );
  using connection = await openRaw(port, "");
  for (let i = 1; i <= 5; i++) {
    await send(connection, requestText("GET /"));
    assert.match((await readResponse(connection)).text, new RegExp(`${i}$`));
  }
  await shutdown();
});

Deno.test("a connection closes after the answer that is its last, and the answer says so", async () => {
  for (const body of ["answer", null]) {
    const { port, shutdown } = startListener((_, { connection }) => {
      connection!.closeAfterAnswers();
      return new Response(body);
    });
    using connection = await openRaw(port, requestText("GET /").repeat(2));
    assert.match((await readResponse(connection)).text, /\r\nconnection: close\r\n/i);
    await untilClosed(connection);
    await shutdown();
  }
});

Deno.test("a connection that is to close once it has been answered closes at the next request", async () => {
  let requests = 0;
  const { port, shutdown } = startListener((_, { connection }) => {
    requests++;
    setTimeout(connection!.closeAfterAnswers, 0);
    return new Response("answer");
  });
  using connection = await openRaw(port, requestText("GET /"));
  await readResponse(connection);
  while (requests < 2) {
    await send(connection, requestText("GET /"));
    if ((await readResponse(connection)).status === 0) break;
  }
  assert.equal(requests <= 2, true);
  await shutdown();
});

Deno.test("a connection with four rejected HTTP/2 requests is closed", async () => {
  let requests = 0;
  const { port, shutdown } = startListener((_, { connection }) => {
    requests++;
    connection!.addRejected();
    return new Promise<Response>(() => {});
  });
  using connection = await openRaw(port, unreadStreams("/", 100));
  await untilClosed(connection);
  assert.equal(requests, 4);
  await shutdown();
});

Deno.test("HTTP/2 has no last request", async () => {
  let requests = 0;
  const all = Promise.withResolvers<void>();
  const { port, shutdown } = startListener((_, { connection }) => {
    assert.equal(connection!.isHttp1, false);
    if (++requests === 100) all.resolve();
    return new Response();
  }, { limits: { maxRequests: 2 } });
  const connection = await openRaw(port, unreadStreams("/", 100));
  await all.promise;
  connection.close();
  await shutdown();
});

Deno.test("a request without Host is HTTP/1.1, and has a last one", async () => {
  let requests = 0;
  const { port, shutdown } = startListener(() => new Response(String(++requests)), {
    limits: { maxRequests: 2 },
  });
  using connection = await openRaw(port, "GET / HTTP/1.1\r\n\r\n".repeat(100));
  await untilClosed(connection);
  assert.equal(requests, 2);
  await shutdown();
});

Deno.test("the last answer is complete, however late it is read", async () => {
  const length = 32 * 2 ** 20;
  const { port, shutdown } = startListener((_, { connection }) => {
    connection!.closeAfterAnswers();
    return new Response(new Uint8Array(length), { headers: { "Content-Length": String(length) } });
  });
  using connection = await openRaw(port, requestText("GET /"));
  using other = await openRaw(port, requestText("GET /"));
  assert.ok(await bytesOf(other) > length);
  assert.ok(await bytesOf(connection) > length);
  await shutdown();
});

async function bytesOf(connection: Deno.TcpConn): Promise<number> {
  const buffer = new Uint8Array(65_536);
  let bytes = 0;
  for (let read; (read = await connection.read(buffer)) !== null;) bytes += read;
  return bytes;
}
