import assert from "node:assert/strict";
import { connect } from "node:net";
import { createThrottle, type Throttle } from "../../../domain/throttle.ts";
import type { ConnectionLimits } from "../../../infra/http/connections.ts";
import { listen, type Listener, type RequestInfo } from "../../../infra/http/listener.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";
import { unreadStreams } from "../../../testing/abuse/h2_frames.ts";
import { openRaw, readResponse, requestText, send } from "../../../testing/raw_http.ts";

/** More than a request takes to arrive. */
const SHORT = { idleMs: 250 };

interface ThrottleOptions {
  readonly throttle?: Throttle;
  readonly isProxy?: () => boolean;
}

/** A throttle that lets the next request of these tests' address wait for this time. */
function throttleWaiting(ms: number): Throttle {
  const throttle = createThrottle({ now: () => 0, requestsPerSecond: 2_000 });
  throttle.admit("192.0.2.1");
  while ((throttle.admit("127.0.0.1")?.waitMs ?? Infinity) < ms);
  return throttle;
}

interface StartedListener extends Listener {
  readonly port: number;
  readonly lines: readonly string[];
}

function start(
  handler: (request: Request, info: RequestInfo) => Response | Promise<Response>,
  limits: ConnectionLimits,
  { throttle, isProxy = () => false }: ThrottleOptions = {},
): StartedListener {
  const lines: string[] = [];
  const logger = createLogger({
    level: "error",
    format: "json",
    write: (line) => lines.push(line),
  });
  const peers = { clientOf: (address: string) => address, isProxy };
  const address = { host: "127.0.0.1", port: 0 };
  const listener = listen(address, {
    handler,
    logger,
    peers,
    throttle,
    limits,
    closeIdleEveryMs: 25,
  });
  return { ...listener, port: Number(new URL(listener.address).port), lines };
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

Deno.test("a connection of a throttled client is read after its wait", async () => {
  const admissions: unknown[] = [];
  const { port, shutdown } = start(
    (_, { connection, remoteAddr }) => {
      admissions.push(connection!.takeAdmission()?.waitMs, connection!.takeAdmission());
      return new Response(remoteAddr.hostname);
    },
    {},
    { throttle: throttleWaiting(100) },
  );
  const before = performance.now();
  using connection = await openRaw(port, requestText("GET /first"));
  assert.match((await readResponse(connection)).text, /127\.0\.0\.1/);
  // Timers round to milliseconds.
  assert.ok(performance.now() - before >= 99);
  await send(connection, requestText("GET /second"));
  assert.match((await readResponse(connection)).text, /127\.0\.0\.1/);
  assert.deepEqual(admissions, [105, undefined, undefined, undefined]);
  await shutdown();
});

Deno.test("a connection that would wait for more than two seconds is never read", async () => {
  let requests = 0;
  const { port, shutdown } = start(
    () => new Response(String(++requests)),
    {},
    { throttle: throttleWaiting(Infinity) },
  );
  using connection = await openRaw(port, requestText("GET /"));
  await untilClosed(connection);
  await shutdown();
  assert.equal(requests, 0);
});

Deno.test("a proxy's connections are read at once, and have no admission", async () => {
  const admissions: unknown[] = [];
  const { port, shutdown } = start(
    (_, { connection }) => {
      admissions.push(connection!.takeAdmission(), connection!.isDirect);
      return new Response("answer");
    },
    {},
    { throttle: throttleWaiting(Infinity), isProxy: () => true },
  );
  using connection = await openRaw(port, requestText("GET /"));
  assert.match((await readResponse(connection)).text, /answer/);
  assert.deepEqual(admissions, [undefined, false]);
  await shutdown();
});

Deno.test("shutdown() and limits close connections that wait", async () => {
  let requests = 0;
  const { port, shutdown } = start(
    () => new Response(String(++requests)),
    { maxPerAddress: 1 },
    { throttle: throttleWaiting(1_900) },
  );
  using first = await openRaw(port, requestText("GET /"));
  using second = await openRaw(port, requestText("GET /"));
  await untilClosed(first);
  await shutdown();
  await untilClosed(second);
  assert.equal(requests, 0);
});

Deno.test("a client that resets its connection while it waits is still known", async () => {
  const asked = Promise.withResolvers<string>();
  const { port, shutdown } = start(
    (_, { remoteAddr }) => {
      asked.resolve(remoteAddr.hostname);
      return new Response();
    },
    {},
    { throttle: throttleWaiting(100) },
  );
  const socket = connect(port, "127.0.0.1");
  socket.write(requestText("GET /"), () => socket.resetAndDestroy());
  assert.equal(await asked.promise, "127.0.0.1");
  await shutdown();
});

/** Connections that a client has reset before this process has accepted them. */
function openAndReset(port: number, count: number): void {
  const code = `import { connect } from "node:net";
    for (let i = 0; i < ${count}; i++) {
      await new Promise((resolve) => {
        const socket = connect(${port}, "127.0.0.1", () => socket.resetAndDestroy());
        socket.on("close", resolve);
      });
    }`;
  const { success } = new Deno.Command(Deno.execPath(), { args: ["eval", code] }).outputSync();
  assert.ok(success);
}

Deno.test("connections that were reset before they are accepted concern no one else", async () => {
  const { port, lines, shutdown } = start(() => new Response("answer"), {});
  using idle = await openRaw(port, requestText("GET /"));
  await readResponse(idle);
  openAndReset(port, 20);
  using connection = await openRaw(port, requestText("GET /"));
  assert.match((await readResponse(connection)).text, /answer/);
  await send(idle, requestText("GET /"));
  assert.match((await readResponse(idle)).text, /answer/);
  assert.deepEqual(lines, []);
  await shutdown();
});

Deno.test("a connection closes after its last request, whatever follows it", async () => {
  let requests = 0;
  const { port, shutdown } = start(() => new Response(String(++requests)), { maxRequests: 2 });
  using connection = await openRaw(port, requestText("GET /").repeat(1_000));
  await untilClosed(connection);
  assert.equal(requests, 2);
  await shutdown();
});

Deno.test("a proxy's connection has no last request", async () => {
  let requests = 0;
  const { port, shutdown } = start(
    () => new Response(String(++requests)),
    { maxRequests: 2 },
    { isProxy: () => true },
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
    const { port, shutdown } = start((_, { connection }) => {
      connection!.closeAfterAnswers();
      return new Response(body);
    }, {});
    using connection = await openRaw(port, requestText("GET /").repeat(2));
    assert.match((await readResponse(connection)).text, /\r\nconnection: close\r\n/i);
    await untilClosed(connection);
    await shutdown();
  }
});

Deno.test("a connection that is to close once it has been answered closes at the next request", async () => {
  let requests = 0;
  const { port, shutdown } = start((_, { connection }) => {
    requests++;
    setTimeout(connection!.closeAfterAnswers, 0);
    return new Response("answer");
  }, {});
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
  const { port, shutdown } = start((_, { connection }) => {
    requests++;
    connection!.addRejected();
    return new Promise<Response>(() => {});
  }, {});
  using connection = await openRaw(port, unreadStreams("/", 100));
  await untilClosed(connection);
  assert.equal(requests, 4);
  await shutdown();
});

Deno.test("HTTP/2 has no last request", async () => {
  let requests = 0;
  const all = Promise.withResolvers<void>();
  const { port, shutdown } = start((_, { connection }) => {
    assert.equal(connection!.isHttp1, false);
    if (++requests === 100) all.resolve();
    return new Response();
  }, { maxRequests: 2 });
  const connection = await openRaw(port, unreadStreams("/", 100));
  await all.promise;
  connection.close();
  await shutdown();
});

Deno.test("a request without Host is HTTP/1.1, and has a last one", async () => {
  let requests = 0;
  const { port, shutdown } = start(() => new Response(String(++requests)), { maxRequests: 2 });
  using connection = await openRaw(port, "GET / HTTP/1.1\r\n\r\n".repeat(100));
  await untilClosed(connection);
  assert.equal(requests, 2);
  await shutdown();
});

Deno.test("the last answer is complete, however late it is read", async () => {
  const length = 32 * 2 ** 20;
  const { port, shutdown } = start((_, { connection }) => {
    connection!.closeAfterAnswers();
    return new Response(new Uint8Array(length), { headers: { "Content-Length": String(length) } });
  }, {});
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
