import assert from "node:assert/strict";
import { createTextStream } from "../../routes/text_stream.ts";

function openStream() {
  const ends: string[] = [];
  const stream = createTextStream({ onEnd: (reason) => ends.push(reason) });
  const decoder = new TextDecoder();
  const reader = stream.readable.getReader();
  return { ...stream, ends, reader, read: async () => decoder.decode((await reader.read()).value) };
}

Deno.test("text is sent as soon as it is written", async () => {
  const { write, close, read, reader, ends } = openStream();
  for (const text of ["first", "é"]) {
    write(text);
    assert.equal(await read(), text);
  }
  const waiting = read();
  write("later");
  assert.equal(await waiting, "later");
  assert.deepEqual(ends, []);
  close();
  assert.equal((await reader.read()).done, true);
  assert.deepEqual(ends, ["sent"]);
});

Deno.test("texts that the client has not read are sent in one piece, also after the end", async () => {
  const { write, close, read, reader, ends } = openStream();
  for (const text of ["a", "b", "c", "d"]) write(text);
  close();
  let all = "";
  for (let piece = await read(); piece !== ""; piece = await read()) all += piece;
  assert.equal(all, "abcd");
  assert.equal((await reader.read()).done, true);
  assert.deepEqual(ends, ["sent"]);
});

Deno.test("a disconnect is reported once, and later text is dropped", async () => {
  const { write, close, reader, ends } = openStream();
  await reader.cancel();
  write("late");
  close();
  assert.deepEqual(ends, ["disconnected"]);
});
