import assert from "node:assert/strict";
import { createLongAnswers } from "../../routes/long_answers.ts";

const MEGABYTE = new Uint8Array(2 ** 20).fill(0x37);
const HEAD = new TextEncoder().encode("digits: ");

Deno.test("the parts arrive one after the other, in slices that do not copy them", async () => {
  const { stream } = createLongAnswers();
  const chunks = await Array.fromAsync(stream(HEAD, MEGABYTE));
  assert.equal(chunks.length, 1 + 16);
  assert.ok(chunks.slice(1).every(({ buffer }) => buffer === MEGABYTE.buffer));
  const text = await new Response(stream(HEAD, MEGABYTE)).text();
  assert.equal(text, `digits: ${"7".repeat(2 ** 20)}`);
});

Deno.test("more than the limit is not sent at once; what was read or left makes room", async () => {
  const { stream } = createLongAnswers({ maxBytesUnderWay: 2.5 * 2 ** 20 });
  const read = stream(MEGABYTE);
  const left = stream(MEGABYTE);
  assert.throws(() => stream(MEGABYTE), { code: "overloaded", retryAfterSeconds: 5 });
  await new Response(read).bytes();
  const another = stream(MEGABYTE);
  assert.throws(() => stream(MEGABYTE), { code: "overloaded" });
  await left.cancel();
  await Promise.all([stream(MEGABYTE).cancel(), another.cancel()]);
  await stream(MEGABYTE, MEGABYTE).cancel();
});

Deno.test("a client that reads nothing is left, and holds no place any more", async () => {
  const { stream } = createLongAnswers({ maxBytesUnderWay: 2 ** 20, stallMs: 1 });
  const reader = stream(MEGABYTE).getReader();
  await reader.read();
  await assert.rejects(reader.closed, /The client has read nothing for 0\.001 s/);
  await stream(MEGABYTE).cancel();
});
