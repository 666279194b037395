import assert from "node:assert/strict";
import { Hono } from "hono";
import type { WatchGrowth } from "../../domain/ports.ts";
import { ServiceError } from "../../domain/errors.ts";
import { type BodyReaderOptions, createBodyReader } from "../../routes/body.ts";
import type { AppEnv } from "../../routes/context.ts";

const LENGTH = 100_000;
const DECLARED = { "Content-Length": String(LENGTH) };
const JSON_TEXT = new TextEncoder().encode("{}".padEnd(LENGTH));

/** The memory grows as soon as somebody watches it. */
const growsAtOnce: WatchGrowth = (_bytes, onExceeded) => {
  queueMicrotask(onExceeded);
  return () => {};
};

const neverGrows: WatchGrowth = () => () => {};

interface Sent {
  readonly headers?: Record<string, string>;
  /** Resolves when the body is sent. */
  readonly sent: Promise<unknown>;
}

/** Returns "json", or the code of the error with which a body is refused. */
async function read(
  { headers = {}, sent }: Sent,
  options: Pick<BodyReaderOptions, "watchGrowth" | "wasThrottled" | "onPieces" | "timeoutMs">,
): Promise<string> {
  const readBody = createBodyReader({
    ownerOf: () => ({ address: "192.0.2.1", userId: undefined }),
    ...options,
  });
  const app = new Hono<AppEnv>();
  app.post("/", async (context) => context.text((await readBody(context)).kind));
  app.onError((error, context) => context.text(error instanceof ServiceError ? error.code : "?"));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await sent;
      controller.enqueue(JSON_TEXT.slice());
      controller.close();
    },
  });
  const init = { method: "POST", headers, body };
  return await (await app.request("/", init, {} as AppEnv["Bindings"])).text();
}

function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

Deno.test("a body of undeclared length is refused when the memory grows while it is read", async () => {
  assert.equal(await read({ sent: soon() }, { watchGrowth: growsAtOnce }), "overloaded");
});

Deno.test("a length that is declared beside chunks does not count", async () => {
  const headers = { ...DECLARED, "Transfer-Encoding": "chunked" };
  for (const length of ["2", "100000", "0, 0"]) {
    const body = { headers: { ...headers, "Content-Length": length }, sent: soon() };
    assert.equal(await read(body, { watchGrowth: growsAtOnce }), "overloaded");
  }
});

Deno.test("a body that is refused for its growth counts as one of 128 MiB", async () => {
  const counted: number[] = [];
  const onPieces: BodyReaderOptions["onPieces"] = (_, { receivedBytes }) =>
    counted.push(receivedBytes);
  for (const watchGrowth of [growsAtOnce, neverGrows]) {
    await read({ sent: soon() }, { watchGrowth, onPieces });
  }
  assert.deepEqual(counted, [2 ** 27, LENGTH]);
});

Deno.test("a body of declared length is read while the memory grows", async () => {
  const body = { headers: DECLARED, sent: soon() };
  assert.equal(await read(body, { watchGrowth: growsAtOnce }), "json");
});

Deno.test("a throttled client is not waited for between the pieces of such a body", async () => {
  const late = new Promise<void>(() => {});
  const wasThrottled = () => true;
  const options = { watchGrowth: neverGrows, wasThrottled };
  assert.equal(await read({ sent: soon() }, options), "json");
  assert.equal(await read({ sent: late }, options), "overloaded");
  const patient = { ...options, timeoutMs: 300 };
  assert.equal(await read({ headers: DECLARED, sent: late }, patient), "request_timeout");
  assert.equal(
    await read({ sent: late }, { watchGrowth: neverGrows, timeoutMs: 300 }),
    "request_timeout",
  );
});
