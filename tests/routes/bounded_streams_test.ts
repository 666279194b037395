import assert from "node:assert/strict";
import { createBoundedStreams } from "../../routes/bounded_streams.ts";

const MEGABYTE = new Uint8Array(2 ** 20).fill(0x37);
const HEAD = new TextEncoder().encode("digits: ");

Deno.test("stream() sends the parts in order, in slices that do not copy them", async () => {
  const { stream } = createBoundedStreams();
  const chunks = await Array.fromAsync(stream("ada", HEAD, MEGABYTE));
  assert.equal(chunks.length, 1 + 16);
  assert.ok(chunks.slice(1).every(({ buffer }) => buffer === MEGABYTE.buffer));
  const text = await new Response(stream("ada", HEAD, MEGABYTE)).text();
  assert.equal(text, `digits: ${"7".repeat(2 ** 20)}`);
});

Deno.test("the limit per user counts bytes until their stream has been read or cancelled", async () => {
  const { stream } = createBoundedStreams({ maxBytesPerUser: 2.5 * 2 ** 20 });
  const read = stream("ada", MEGABYTE);
  const cancelled = stream("ada", MEGABYTE);
  assert.throws(() => stream("ada", MEGABYTE), { code: "overloaded", retryAfterSeconds: 5 });
  await stream("eve", MEGABYTE).cancel();
  await new Response(read).bytes();
  const another = stream("ada", MEGABYTE);
  assert.throws(() => stream("ada", MEGABYTE), { code: "overloaded" });
  await cancelled.cancel();
  await Promise.all([stream("ada", MEGABYTE).cancel(), another.cancel()]);
});

Deno.test("the total is limited, but every user may have one answer in flight", async () => {
  const { stream } = createBoundedStreams({ maxBytesInFlight: 1.5 * 2 ** 20 });
  const first = stream("ada", MEGABYTE);
  assert.throws(() => stream("ada", MEGABYTE), { code: "overloaded" });
  const other = stream("eve", MEGABYTE, MEGABYTE);
  await Promise.all([first.cancel(), other.cancel()]);
});

Deno.test("a client that reads nothing is disconnected and no longer counts towards the limits", async () => {
  const { stream } = createBoundedStreams({ maxBytesPerUser: 2 ** 20, stallMs: 1 });
  const reader = stream("ada", MEGABYTE).getReader();
  await reader.read();
  await assert.rejects(reader.closed, /The client read nothing for 0\.001 s/);
  const again = stream("ada", HEAD);
  await stream("ada", MEGABYTE.subarray(HEAD.length)).cancel();
  await again.cancel();
});
