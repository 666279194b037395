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

/** After all that settled promises have set going. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Progress that is different each time it is asked for. */
function changing() {
  let asked = 0;
  const progress = (): Progress => ({ fraction: ++asked / 10_000, secondsLeft: 0.5 });
  return { progress, asked: () => asked };
}

Deno.test("progress is told when it has changed, and rounded downwards", async () => {
  const steps = [0, 0, 0.99999, 0.99999, 1];
  let asked = 0;
  const progress = () => ({ fraction: steps[asked++] ?? 1, secondsLeft: 2.126 });
  const { next, finish } = stream({ progress });
  for (const fraction of ["0", "0.9999", "1"]) {
    const event = `event: progress\ndata: {"fraction":${fraction},"seconds_left":2.12}\n\n`;
    assert.equal(await next(), event);
  }
  finish();
  for (const chunk of [...LAST, undefined]) assert.equal(await next(), chunk);
});

Deno.test("a long silence is broken by comments, which clients ignore", async () => {
  const { next, cancel } = stream({ keepAliveMs: 3 });
  assert.match((await next())!, /^event: progress\n/);
  for (let i = 0; i < 3; i++) assert.equal(await next(), ": waiting\n\n");
  await cancel();
});

Deno.test("without progress the last event is the only one", async () => {
  const { next, finish, ends } = stream({ progress: undefined });
  finish();
  for (const chunk of [...LAST, undefined]) assert.equal(await next(), chunk);
  assert.equal(ends(), 1);
});

Deno.test("nothing is made for a client that does not read, however long it takes", async () => {
  const [slow, quick] = [changing(), changing()];
  const stalled = stream({ progress: slow.progress });
  const reading = stream({ progress: quick.progress });
  while (quick.asked() < 50) await reading.next();
  assert.ok(slow.asked() < 5, String(slow.asked()));
  stalled.finish();
  let text = "";
  for (let chunk = await stalled.next(); chunk; chunk = await stalled.next()) text += chunk;
  assert.ok(text.endsWith(LAST.join("")));
  await reading.cancel();
});

Deno.test("a client that leaves ends it at once, and what comes for it later is let go", async () => {
  const { cancel, next, ends, finish } = stream({});
  await next();
  const letGo = Promise.withResolvers<void>();
  const ended = cancel();
  assert.equal(ends(), 1);
  await ended;
  finish(new ReadableStream({ cancel: letGo.resolve }));
  await letGo.promise;
  assert.equal(ends(), 1);
});

Deno.test("a last event that breaks off breaks off the stream", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: () => Promise.reject(new Error("The client has read nothing")),
  });
  const { next, ends } = stream({ progress: undefined, last: Promise.resolve(broken) });
  await assert.rejects(next(), /has read nothing/);
  assert.equal(ends(), 1);
});

Deno.test("a last event that breaks off while the client leaves ends it once", async () => {
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
