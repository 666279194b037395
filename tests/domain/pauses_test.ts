import assert from "node:assert/strict";
import { createPauses } from "../../domain/pauses.ts";

/** The number of the current turn of the event loop, until it is stopped. */
function countTurns() {
  let turn = 0;
  let isStopped = false;
  const next = () => {
    turn++;
    if (!isStopped) setImmediate(next);
  };
  setImmediate(next);
  return { current: () => turn, stop: () => isStopped = true };
}

function workFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

Deno.test("one of several long works goes on in each turn of the event loop", async () => {
  const turns = countTurns();
  const seen: number[] = [];
  await Promise.all(Array.from({ length: 3 }, async () => {
    const pause = createPauses();
    for (let step = 0; step < 5; step++) {
      workFor(2);
      await pause();
      seen.push(turns.current());
    }
  }));
  turns.stop();
  assert.equal(new Set(seen).size, 15, seen.join());
});

Deno.test("short work is not interrupted", async () => {
  const turns = countTurns();
  const pause = createPauses();
  for (let step = 0; step < 5; step++) await pause();
  assert.equal(turns.current(), 0);
  turns.stop();
});
