import assert from "node:assert/strict";
import { createLineOutput } from "../../../infra/telemetry/line_output.ts";

/** A sink that accepts up to ten bytes at a time, and nothing while it is stalled. */
function createSink() {
  let stall: PromiseWithResolvers<void> | undefined;
  let text = "";
  return {
    text: () => text,
    stall: () => stall = Promise.withResolvers(),
    resume: () => stall?.resolve(),
    write: async (bytes: Uint8Array): Promise<number> => {
      await stall?.promise;
      const part = bytes.subarray(0, 10);
      text += new TextDecoder().decode(part);
      return part.length;
    },
  };
}

Deno.test("lines are written completely and in order", async () => {
  const sink = createSink();
  const output = createLineOutput(sink);
  output.write("the first line\nthe second line\n");
  output.write("the third line\n");
  await output.drained();
  assert.equal(sink.text(), "the first line\nthe second line\nthe third line\n");
  assert.equal(output.droppedLines, 0);
});

Deno.test("while a reader stalls, lines beyond 1 MiB are dropped and counted", async () => {
  const sink = createSink();
  sink.stall();
  const output = createLineOutput(sink);
  const half = "x".repeat(512 * 1024 - 1) + "\n";
  for (let i = 0; i < 2; i++) output.write(half);
  output.write("one\ntwo\n");
  assert.equal(output.droppedLines, 2);
  sink.resume();
  await output.drained();
  output.write("three\n");
  await output.drained();
  assert.equal(sink.text(), half + half + "three\n");
});

Deno.test("lines that cannot be written are counted and do not stop the output", async () => {
  let isBroken = true;
  let text = "";
  const output = createLineOutput({
    write: (bytes) => {
      if (isBroken) return Promise.reject(new Deno.errors.BrokenPipe());
      text += new TextDecoder().decode(bytes);
      return Promise.resolve(bytes.length);
    },
  });
  output.write("one\ntwo\n");
  await output.drained();
  assert.equal(output.droppedLines, 2);
  isBroken = false;
  output.write("three\n");
  await output.drained();
  assert.equal(text, "three\n");
});
