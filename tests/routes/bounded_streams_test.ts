import assert from "node:assert/strict";
import { createBoundedStreams, type Recipient } from "../../routes/bounded_streams.ts";
import type { ConnectionBinding } from "../../routes/connection_binding.ts";

const MEGABYTE = new Uint8Array(2 ** 20).fill(0x37);
const HEAD = new TextEncoder().encode("digits: ");
const ADA: Recipient = { address: "10.0.0.1", userId: "ada", connection: undefined };
const LIMITS = { total: 2 ** 30, perAddress: 2 ** 30, perUser: 2.5 * 2 ** 20 };

function createStreams(options: { stallMs?: number } = {}) {
  return createBoundedStreams<Recipient>({
    recipientOf: (recipient) => recipient,
    limits: LIMITS,
    ...options,
  });
}

/** A connection that records how it is used. */
function createConnection() {
  const reused = Promise.withResolvers<void>();
  const listeners = new Set<() => void>();
  let closed = 0;
  const connection: ConnectionBinding = {
    hold(onClosed) {
      listeners.add(onClosed);
      return () => listeners.delete(onClosed);
    },
    untilReused: () => reused.promise,
    takeAdmission: () => undefined,
    isDirect: true,
    isHttp1: true,
    addRejected: () => () => {},
    closeAfterAnswers: () => {},
    abandonBody: () => {},
    closeUnlessBusy: () => {
      closed++;
    },
  };
  return {
    connection,
    close: () => listeners.forEach((onClosed) => onClosed()),
    reuse: reused.resolve,
    held: () => listeners.size,
    closed: () => closed,
  };
}

Deno.test("stream() sends the parts in order, in slices that do not copy them", async () => {
  const { stream } = createStreams();
  const chunks = await Array.fromAsync(stream(ADA, HEAD, MEGABYTE));
  assert.equal(chunks.length, 1 + 8);
  assert.ok(chunks.slice(1).every(({ buffer }) => buffer === MEGABYTE.buffer));
  const text = await new Response(stream(ADA, HEAD, MEGABYTE)).text();
  assert.equal(text, `digits: ${"7".repeat(2 ** 20)}`);
});

Deno.test("bytes count until their stream has been read or cancelled", async () => {
  const { stream } = createStreams();
  const read = stream(ADA, MEGABYTE);
  const cancelled = stream(ADA, MEGABYTE);
  assert.throws(() => stream(ADA, MEGABYTE), { code: "overloaded", retryAfterSeconds: 5 });
  await new Response(read).bytes();
  const another = stream(ADA, MEGABYTE);
  assert.throws(() => stream(ADA, MEGABYTE), { code: "overloaded" });
  await cancelled.cancel();
  await Promise.all([stream(ADA, MEGABYTE).cancel(), another.cancel()]);
});

Deno.test("sent bytes count until the connection carries another request", async () => {
  const { stream } = createStreams();
  const { connection, reuse, held } = createConnection();
  const recipient = { ...ADA, connection };
  await new Response(stream(recipient, MEGABYTE, MEGABYTE)).bytes();
  assert.equal(held(), 0);
  assert.throws(() => stream(ADA, MEGABYTE), { code: "overloaded" });
  reuse();
  await Promise.resolve();
  await stream(ADA, MEGABYTE).cancel();
});

Deno.test("a client that reads nothing is disconnected and no longer holds its connection", async () => {
  const { stream } = createStreams({ stallMs: 1 });
  const { connection, held, closed } = createConnection();
  const reader = stream({ ...ADA, connection }, MEGABYTE).getReader();
  await reader.read();
  assert.equal(held(), 1);
  await assert.rejects(reader.closed, /The client read nothing for 0\.001 s/);
  assert.deepEqual([held(), closed()], [0, 1]);
});

Deno.test("forward() reads its source only as fast as the client reads", async () => {
  const { forward } = createStreams();
  let pulled = 0;
  const source = new ReadableStream({
    pull(controller) {
      if (++pulled > 3) return controller.close();
      controller.enqueue(HEAD);
    },
  }, { highWaterMark: 0 });
  const reader = (await forward(ADA, 1_000, () => source)).getReader();
  assert.equal(pulled, 0);
  await reader.read();
  assert.equal(pulled, 1);
  reader.releaseLock();
});

Deno.test("forward() cancels its source when the connection closes", async () => {
  const { forward } = createStreams();
  const { connection, close } = createConnection();
  const cancelled = Promise.withResolvers<unknown>();
  const source = new ReadableStream<Uint8Array>({ cancel: cancelled.resolve });
  await forward({ ...ADA, connection }, 1_000, () => source);
  close();
  assert.match(String(await cancelled.promise), /The connection has closed/);
});

Deno.test("forward() opens its source only if there is room for it", async () => {
  const { forward, stream } = createStreams();
  const held = stream(ADA, MEGABYTE, MEGABYTE);
  const open = () => assert.fail("opened");
  await assert.rejects(forward(ADA, 2 ** 20, open), { code: "overloaded" });
  await held.cancel();
});

Deno.test("a source that cannot be opened no longer counts", async () => {
  const { forward, stream } = createStreams();
  const open = () => Promise.reject(new Error("the database is gone"));
  await assert.rejects(forward(ADA, 2 ** 21, open), /database is gone/);
  await stream(ADA, MEGABYTE, MEGABYTE).cancel();
});

Deno.test("a source that fails fails the stream, and its bytes no longer count", async () => {
  const { forward, stream } = createStreams();
  const source = new ReadableStream({
    pull: () => Promise.reject(new Error("the database is gone")),
  }, { highWaterMark: 0 });
  const body = await forward(ADA, 2 ** 21, () => source);
  await assert.rejects(new Response(body).bytes(), /database is gone/);
  await stream(ADA, MEGABYTE, MEGABYTE).cancel();
});
