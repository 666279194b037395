import assert from "node:assert/strict";
import type { ConnectionLimits } from "../../../infra/http/connections.ts";
import { listen, type Listener, type RequestInfo } from "../../../infra/http/listener.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";
import { unreadStreams } from "../../../testing/abuse/h2_frames.ts";
import { openRaw, readResponse, requestText } from "../../../testing/raw_http.ts";

/** More than a request takes to arrive. */
const SHORT = { idleMs: 250 };

function start(
  handler: (request: Request, info: RequestInfo) => Response | Promise<Response>,
  limits: ConnectionLimits,
): Listener & { readonly port: number } {
  const logger = createLogger({ level: "error", format: "json", write: () => {} });
  const peers = { clientOf: (address: string) => address, isProxy: () => false };
  const address = { host: "127.0.0.1", port: 0 };
  const listener = listen(address, { handler, logger, peers, limits, closeIdleEveryMs: 25 });
  return { ...listener, port: Number(new URL(listener.address).port) };
}

/** Reads to the end of the connection, which is reset if the server had not read everything. */
async function untilClosed(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(1_024);
  try {
    while (await connection.read(buffer) !== null);
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
  }
}

Deno.test("a connection that never completes a request is closed", async (t) => {
  const { port, shutdown } = start(() => new Response(), SHORT);
  for (const text of ["", "GET /heal", "GET /health HTTP/1.1\r\nHost: loc", "PRI * HTTP/2.0\r\n"]) {
    await t.step(JSON.stringify(text), async () => {
      using connection = await openRaw(port, text);
      await untilClosed(connection);
    });
  }
  await shutdown();
});

Deno.test("a connection is closed after its last response", async () => {
  const { port, shutdown } = start(() => new Response("answer"), SHORT);
  using connection = await openRaw(port, requestText("GET /"));
  assert.match((await readResponse(connection)).text, /answer/);
  await untilClosed(connection);
  await shutdown();
});

Deno.test("a connection with a request or a held response is not idle", async () => {
  const asked = Promise.withResolvers<RequestInfo>();
  const answer = Promise.withResolvers<Response>();
  const { port, shutdown } = start((_, info) => {
    asked.resolve(info);
    return answer.promise;
  }, SHORT);
  using connection = await openRaw(port, requestText("GET /"));
  const { connection: binding } = await asked.promise;
  using other = await openRaw(port, "");
  await untilClosed(other);
  const release = binding!.hold(() => {});
  answer.resolve(new Response("late"));
  assert.match((await readResponse(connection)).text, /late/);
  using another = await openRaw(port, "");
  await untilClosed(another);
  release();
  await untilClosed(connection);
  await shutdown();
});

Deno.test("a response that is not read ends when its connection is closed", async () => {
  const cancelled = Promise.withResolvers<void>();
  const { port, shutdown } = start(() => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(2 ** 20)),
      cancel: () => cancelled.resolve(),
    });
    return new Response(body);
  }, SHORT);
  using _connection = await openRaw(port, requestText("GET /"));
  await cancelled.promise;
  await shutdown();
});

Deno.test("HTTP/2 streams that accept no data end with their connection", async () => {
  const bodies = { whole: () => new Uint8Array(2 ** 20), stream: () => new Blob(["a"]).stream() };
  for (const body of Object.values(bodies)) {
    const { port, shutdown } = start(() => new Response(body()), SHORT);
    using connection = await openRaw(port, unreadStreams("/", 5));
    await untilClosed(connection);
    await shutdown();
  }
});

Deno.test("an address with too many connections loses its longest idle one", async () => {
  const { port, shutdown } = start(() => new Response("answer"), { maxPerAddress: 2 });
  using first = await openRaw(port, "");
  using _second = await openRaw(port, requestText("GET /"));
  await readResponse(_second);
  using third = await openRaw(port, requestText("GET /"));
  await untilClosed(first);
  assert.match((await readResponse(third)).text, /answer/);
  await shutdown();
});

Deno.test("shutdown() waits for the requests that have begun", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const { port, shutdown } = start(() => {
    asked.resolve();
    return answer.promise;
  }, {});
  using connection = await openRaw(port, requestText("GET /"));
  await asked.promise;
  const stopped = shutdown();
  answer.resolve(new Response("the last answer"));
  assert.match((await readResponse(connection)).text, /the last answer/);
  await stopped;
  await assert.rejects(openRaw(port, ""), Deno.errors.ConnectionRefused);
});
