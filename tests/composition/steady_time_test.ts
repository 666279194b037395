import assert from "node:assert/strict";
import { createSteadyTime } from "../../composition/steady_time.ts";
import type { TestClock } from "../../testing/clock.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function createStillClock(): Pick<TestClock, "now" | "elapsed" | "advance" | "jump"> {
  let [now, elapsed] = [10 * DAY_MS, 0];
  return {
    now: () => now,
    elapsed: () => elapsed,
    advance: (ms) => {
      now += ms;
      elapsed += ms;
    },
    jump: (ms) => {
      now += ms;
    },
  };
}

Deno.test("the time for deletions passes as usual", () => {
  const clock = createStillClock();
  const steadyTime = createSteadyTime(clock);
  clock.advance(HOUR_MS);
  assert.equal(steadyTime(), 10 * DAY_MS + HOUR_MS);
});

Deno.test("the time for deletions is a whole number", () => {
  const clock = createStillClock();
  const steadyTime = createSteadyTime(clock);
  clock.advance(1.7);
  assert.equal(steadyTime(), 10 * DAY_MS + 1);
});

Deno.test("a jump forward counts after a day", () => {
  const clock = createStillClock();
  const steadyTime = createSteadyTime(clock);
  clock.jump(100 * DAY_MS);
  assert.equal(steadyTime(), 10 * DAY_MS);
  clock.advance(DAY_MS - 1);
  assert.equal(steadyTime(), 11 * DAY_MS - 1);
  clock.advance(1);
  assert.equal(steadyTime(), 111 * DAY_MS);
});

Deno.test("a jump forward that is set right never counts", () => {
  const clock = createStillClock();
  const steadyTime = createSteadyTime(clock);
  clock.advance(2 * DAY_MS);
  clock.jump(100 * DAY_MS);
  steadyTime();
  clock.advance(HOUR_MS);
  clock.jump(-100 * DAY_MS);
  assert.equal(steadyTime(), clock.now());
  clock.advance(2 * DAY_MS);
  assert.equal(steadyTime(), clock.now());
});

Deno.test("a jump back counts at once", () => {
  const clock = createStillClock();
  const steadyTime = createSteadyTime(clock);
  clock.jump(-DAY_MS);
  assert.equal(steadyTime(), 9 * DAY_MS);
});

Deno.test("small corrections add up", () => {
  const clock = createStillClock();
  const steadyTime = createSteadyTime(clock);
  for (let day = 0; day < 10; day++) {
    clock.advance(DAY_MS);
    clock.jump(1_000);
    steadyTime();
  }
  assert.ok(clock.now() - steadyTime() <= 1_000);
});
