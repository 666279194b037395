import assert from "node:assert/strict";
import { connect } from "node:net";
import { createThrottle, type Throttle } from "../../../domain/throttle.ts";
import type { RequestInfo } from "../../../infra/http/listener.ts";
import { unreadStreams } from "../../../testing/abuse/h2_frames.ts";
import { startListener, untilClosed } from "../../../testing/listener.ts";
import { openRaw, readResponse, requestText, send } from "../../../testing/raw_http.ts";

/** More than a request takes to arrive. */
const SHORT = { idleMs: 250 };

/** A throttle that lets the next request of these tests' address wait for this time. */
function throttleWaiting(ms: number): Throttle {
  const throttle = createThrottle({ now: () => 0, requestsPerSecond: 2_000 });
  throttle.admit("192.0.2.1");
  while ((throttle.admit("127.0.0.1")?.waitMs ?? Infinity) < ms);
  return throttle;
}

Deno.test("a connection that never completes a request is closed", async (t) => {
  const { port, shutdown } = startListener(() => new Response(), { limits: SHORT });
  for (const text of ["", "GET /heal", "GET /health HTTP/1.1\r\nHost: loc", "PRI * HTTP/2.0\r\n"]) {
    await t.step(JSON.stringify(text), async () => {
      using connection = await openRaw(port, text);
      await untilClosed(connection);
    });
  }
  await shutdown();
});

Deno.test("a connection is closed after its last response", async () => {
  const { port, shutdown } = startListener(() => new Response("answer"), { limits: SHORT });
  using connection = await openRaw(port, requestText("GET /"));
  assert.match((await readResponse(connection)).text, /answer/);
  await untilClosed(connection);
  await shutdown();
});

Deno.test("a connection with a request or a held response is not idle", async () => {
  const asked = Promise.withResolvers<RequestInfo>();
  const answer = Promise.withResolvers<Response>();
  const { port, shutdown } = startListener((_, info) => {
    asked.resolve(info);
    return answer.promise;
  }, { limits: SHORT });
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
  const { port, shutdown } = startListener(() => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(2 ** 20)),
      cancel: () => cancelled.resolve(),
    });
    return new Response(body);
  }, { limits: SHORT });
  using _connection = await openRaw(port, requestText("GET /"));
  await cancelled.promise;
  await shutdown();
});

Deno.test("HTTP/2 streams that accept no data end with their connection", async () => {
  const bodies = { whole: () => new Uint8Array(2 ** 20), stream: () => new Blob(["a"]).stream() };
  for (const body of Object.values(bodies)) {
    const { port, shutdown } = startListener(() => new Response(body()), { limits: SHORT });
    using connection = await openRaw(port, unreadStreams("/", 5));
    await untilClosed(connection);
    await shutdown();
  }
});

Deno.test("a request that cannot be handled does not keep its connection open", async () => {
  const { port, shutdown } = startListener(() => {
    throw new Error("no handler");
  }, { limits: SHORT });
  using connection = await openRaw(port, requestText("GET /"));
  assert.equal((await readResponse(connection)).status, 500);
  await untilClosed(connection);
  await shutdown();
});

Deno.test("an address with too many HTTP/2 connections loses one", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const { port, shutdown } = startListener(() => {
    asked.resolve();
    return answer.promise;
  }, { limits: { maxHttp2PerAddress: 1 } });
  const first = await openRaw(port, unreadStreams("/", 1));
  await asked.promise;
  using second = await openRaw(port, unreadStreams("/", 1));
  await untilClosed(second);
  answer.resolve(new Response());
  first.close();
  await shutdown();
});

Deno.test("an address with too many connections loses its longest idle one", async () => {
  const { port, shutdown } = startListener(() => new Response("answer"), {
    limits: { maxPerAddress: 2 },
  });
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
  const { port, shutdown } = startListener(() => {
    asked.resolve();
    return answer.promise;
  });
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
  const { port, shutdown } = startListener(
    (_, { connection, remoteAddr }) => {
      admissions.push(connection!.takeAdmission()?.waitMs, connection!.takeAdmission());
      return new Response(remoteAddr.hostname);
    },
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
  const { port, shutdown } = startListener(
    () => new Response(String(++requests)),
    { throttle: throttleWaiting(Infinity) },
  );
  using connection = await openRaw(port, requestText("GET /"));
  await untilClosed(connection);
  await shutdown();
  assert.equal(requests, 0);
});

Deno.test("a proxy's connections are read at once, and have no admission", async () => {
  const admissions: unknown[] = [];
  const { port, shutdown } = startListener(
    (_, { connection }) => {
      admissions.push(connection!.takeAdmission(), connection!.isDirect);
      return new Response("answer");
    },
    { throttle: throttleWaiting(Infinity), isProxy: true },
  );
  using connection = await openRaw(port, requestText("GET /"));
  assert.match((await readResponse(connection)).text, /answer/);
  assert.deepEqual(admissions, [undefined, false]);
  await shutdown();
});

Deno.test("shutdown() and limits close connections that wait", async () => {
  let requests = 0;
  const { port, shutdown } = startListener(
    () => new Response(String(++requests)),
    { limits: { maxPerAddress: 1 }, throttle: throttleWaiting(1_900) },
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
  const { port, shutdown } = startListener(
    (_, { remoteAddr }) => {
      asked.resolve(remoteAddr.hostname);
      return new Response();
    },
    { throttle: throttleWaiting(100) },
  );
  const socket = connect(port, "127.0.0.1");
  socket.write(requestText("GET /"), () => socket.resetAndDestroy());
  assert.equal(await asked.promise, "127.0.0.1");
  await shutdown();
});

/** Connections of another process, which are over before this one has accepted them. */
function openAndLeave(port: number, count: number, leave: string): void {
  const code = `import { connect } from "node:net";
    for (let i = 0; i < ${count}; i++) {
      await new Promise((resolve) => {
        const socket = connect(${port}, "127.0.0.1", () => socket.${leave});
        socket.on("close", resolve);
      });
    }`;
  const { success } = new Deno.Command(Deno.execPath(), { args: ["eval", code] }).outputSync();
  assert.ok(success);
}

Deno.test("connections that were reset before they are accepted concern no one else", async () => {
  const { port, lines, shutdown } = startListener(() => new Response("answer"));
  using idle = await openRaw(port, requestText("GET /"));
  await readResponse(idle);
  openAndLeave(port, 20, "resetAndDestroy()");
  using connection = await openRaw(port, requestText("GET /"));
  assert.match((await readResponse(connection)).text, /answer/);
  await send(idle, requestText("GET /"));
  assert.match((await readResponse(idle)).text, /answer/);
  assert.deepEqual(lines, []);
  await shutdown();
});

Deno.test("requests are answered between the connections of a flood", async () => {
  const seen: string[] = [];
  const { port, shutdown } = startListener(
    () => {
      seen.push("request");
      return new Response();
    },
    { onAccepted: () => seen.push("connection") },
  );
  openAndLeave(port, 50, `write(${JSON.stringify(requestText("GET /"))}, () => socket.destroy())`);
  using connection = await openRaw(port, requestText("GET /"));
  await readResponse(connection);
  await shutdown();
  assert.ok(seen.indexOf("request") < seen.lastIndexOf("connection"), seen.join());
});
