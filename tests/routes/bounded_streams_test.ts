import assert from "node:assert/strict";
import { createBoundedStreams } from "../../routes/bounded_streams.ts";

const MEGABYTE = new Uint8Array(2 ** 20).fill(0x37);
const HEAD = new TextEncoder().encode("digits: ");

Deno.test("the parts arrive one after the other, in slices that do not copy them", async () => {
  const { stream } = createBoundedStreams();
  const chunks = await Array.fromAsync(stream("ada", HEAD, MEGABYTE));
  assert.equal(chunks.length, 1 + 16);
  assert.ok(chunks.slice(1).every(({ buffer }) => buffer === MEGABYTE.buffer));
  const text = await new Response(stream("ada", HEAD, MEGABYTE)).text();
  assert.equal(text, `digits: ${"7".repeat(2 ** 20)}`);
});

Deno.test("a user's share bounds what is sent to them; what was read or left makes room", async () => {
  const { stream } = createBoundedStreams({ maxBytesPerUser: 2.5 * 2 ** 20 });
  const read = stream("ada", MEGABYTE);
  const left = stream("ada", MEGABYTE);
  assert.throws(() => stream("ada", MEGABYTE), { code: "overloaded", retryAfterSeconds: 5 });
  await stream("eve", MEGABYTE).cancel();
  await new Response(read).bytes();
  const another = stream("ada", MEGABYTE);
  assert.throws(() => stream("ada", MEGABYTE), { code: "overloaded" });
  await left.cancel();
  await Promise.all([stream("ada", MEGABYTE).cancel(), another.cancel()]);
});

Deno.test("all together are bounded, but everybody may have one answer", async () => {
  const { stream } = createBoundedStreams({ maxBytesInFlight: 1.5 * 2 ** 20 });
  const first = stream("ada", MEGABYTE);
  assert.throws(() => stream("ada", MEGABYTE), { code: "overloaded" });
  const other = stream("eve", MEGABYTE, MEGABYTE);
  await Promise.all([first.cancel(), other.cancel()]);
});

Deno.test("a client that reads nothing is left, and holds no place any more", async () => {
  const { stream } = createBoundedStreams({ maxBytesPerUser: 2 ** 20, stallMs: 1 });
  const reader = stream("ada", MEGABYTE).getReader();
  await reader.read();
  await assert.rejects(reader.closed, /The client has read nothing for 0\.001 s/);
  const again = stream("ada", HEAD);
  await stream("ada", MEGABYTE.subarray(HEAD.length)).cancel();
  await again.cancel();
});
