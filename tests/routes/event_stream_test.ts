import assert from "node:assert/strict";
import type { Progress } from "../../domain/ports.ts";
import { eventStream, type EventStreamOptions } from "../../routes/event_stream.ts";

const LAST = ["event: result\n", "data: {}\n\n"];

function textStream(chunks: readonly string[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk)));
}

function stream(options: Partial<EventStreamOptions>) {
  let ends = 0;
  const last = Promise.withResolvers<ReadableStream<Uint8Array>>();
  const body = eventStream({
    progress: () => ({ fraction: 0, secondsLeft: 1 }),
    last: last.promise,
    onEnd: () => ends++,
    readEveryMs: 1,
    ...options,
  });
  const reader = body.getReader();
  return {
    ends: () => ends,
    finish: (stream = textStream(LAST)) => last.resolve(stream),
    next: async () => {
      const { value } = await reader.read();
      return value && new TextDecoder().decode(value);
    },
    cancel: () => reader.cancel(),
  };
}

/** Resolves after all pending microtasks have run. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Progress that differs at each read. */
function createChangingProgress() {
  let reads = 0;
  const progress = (): Progress => ({ fraction: ++reads / 10_000, secondsLeft: 0.5 });
  return { progress, reads: () => reads };
}

Deno.test("progress is sent only when it has changed, and is rounded down", async () => {
  const steps = [0, 0, 0.99999, 0.99999, 1];
  let reads = 0;
  const progress = () => ({ fraction: steps[reads++] ?? 1, secondsLeft: 2.126 });
  const { next, finish } = stream({ progress });
  for (const fraction of ["0", "0.9999", "1"]) {
    const event = `event: progress\ndata: {"fraction":${fraction},"seconds_left":2.12}\n\n`;
    assert.equal(await next(), event);
  }
  finish();
  for (const chunk of [...LAST, undefined]) assert.equal(await next(), chunk);
});

Deno.test("comments keep the connection alive while the progress does not change", async () => {
  const { next, cancel } = stream({ keepAliveMs: 3 });
  assert.match((await next())!, /^event: progress\n/);
  for (let i = 0; i < 3; i++) assert.equal(await next(), ": waiting\n\n");
  await cancel();
});

Deno.test("without progress, only the last event is sent", async () => {
  const { next, finish, ends } = stream({ progress: undefined });
  finish();
  for (const chunk of [...LAST, undefined]) assert.equal(await next(), chunk);
  assert.equal(ends(), 1);
});

Deno.test("no events are created for a client that does not read", async () => {
  const [slow, quick] = [createChangingProgress(), createChangingProgress()];
  const stalled = stream({ progress: slow.progress });
  const reading = stream({ progress: quick.progress });
  while (quick.reads() < 50) await reading.next();
  assert.ok(slow.reads() < 5, String(slow.reads()));
  stalled.finish();
  let text = "";
  for (let chunk = await stalled.next(); chunk; chunk = await stalled.next()) text += chunk;
  assert.ok(text.endsWith(LAST.join("")));
  await reading.cancel();
});

Deno.test("a disconnect ends the stream at once, and a later last event is cancelled", async () => {
  const { cancel, next, ends, finish } = stream({});
  await next();
  const cancelled = Promise.withResolvers<void>();
  const ended = cancel();
  assert.equal(ends(), 1);
  await ended;
  finish(new ReadableStream({ cancel: cancelled.resolve }));
  await cancelled.promise;
  assert.equal(ends(), 1);
});

Deno.test("an error in the last event is an error of the stream", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: () => Promise.reject(new Error("The client has read nothing")),
  });
  const { next, ends } = stream({ progress: undefined, last: Promise.resolve(broken) });
  await assert.rejects(next(), /has read nothing/);
  assert.equal(ends(), 1);
});

Deno.test("onEnd is called once if the last event fails during a disconnect", async () => {
  for (let microtasks = 0; microtasks < 10; microtasks++) {
    const read = Promise.withResolvers<void>();
    const broken = new ReadableStream<Uint8Array>({ pull: () => read.promise });
    const { next, cancel, ends } = stream({ progress: undefined, last: Promise.resolve(broken) });
    const waiting = next();
    await eventLoopTurn();
    read.reject(new Error("broken"));
    for (let i = 0; i < microtasks; i++) await undefined;
    await Promise.allSettled([cancel(), waiting]);
    await eventLoopTurn();
    assert.equal(ends(), 1);
  }
});
