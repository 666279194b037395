import assert from "node:assert/strict";
import { runPeriodically } from "../../../infra/async/run_periodically.ts";
import { until } from "../../../testing/until.ts";

const LONG_MS = 60_000;
const onError = (error: unknown) => assert.fail(String(error));

Deno.test("the first run starts at once, and the next ones follow", async () => {
  let runs = 0;
  const work = () => {
    runs++;
  };
  const task = runPeriodically(work, { pauseMs: 1, onError });
  assert.equal(runs, 1);
  await task.first;
  await until("it has run again", () => runs > 3);
  await task.stop();
  const stoppedAfter = runs;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(runs, stoppedAfter);
});

Deno.test("an initial delay defers the first run; stop() resolves `first`", async () => {
  let runs = 0;
  const work = () => {
    runs++;
  };
  const deferred = runPeriodically(work, { pauseMs: 1, initialDelayMs: LONG_MS, onError });
  await deferred.stop();
  await deferred.first;
  assert.equal(runs, 0);
  const task = runPeriodically(work, { pauseMs: LONG_MS, initialDelayMs: 1, onError });
  await task.first;
  assert.equal(runs, 1);
  await task.stop();
});

Deno.test("runs never overlap, and a pause is counted from the end of a run", async () => {
  const starts: number[] = [];
  const ends: number[] = [];
  const task = runPeriodically(async () => {
    starts.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 20));
    ends.push(performance.now());
  }, { pauseMs: 20, onError });
  await until("it has run again", () => ends.length > 2);
  await task.stop();
  for (const [i, end] of ends.slice(0, 2).entries()) assert.ok(starts[i + 1]! - end >= 19);
});

Deno.test("a period is counted from the start of a run", async () => {
  const starts: number[] = [];
  const ends: number[] = [];
  const task = runPeriodically(async () => {
    starts.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 150));
    ends.push(performance.now());
  }, { periodMs: 200, onError });
  await until("it has run again", () => starts.length > 4);
  await task.stop();
  const pauses = starts.slice(1).map((start, run) => start - ends[run]!);
  assert.ok(Math.min(...pauses) < 190, `${pauses}`);
  for (const run of [1, 2, 3, 4]) assert.ok(starts[run]! - starts[run - 1]! >= 199, `${starts}`);
});

Deno.test("a run that takes longer than the period is followed at once by the next", async () => {
  let ended = 0;
  const task = runPeriodically(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    ended++;
  }, { periodMs: 1, onError });
  await until("it has run again", () => ended > 1);
  await task.stop();
});

Deno.test("thrown errors and rejections are reported, and the runs continue", async () => {
  const errors: string[] = [];
  let runs = 0;
  const task = runPeriodically(() => {
    runs++;
    if (runs === 1) throw new Error("thrown");
    if (runs === 2) return Promise.reject(new Error("rejected"));
  }, { pauseMs: 1, onError: (error) => errors.push((error as Error).message) });
  await until("it has run again", () => runs > 2);
  await task.stop();
  assert.deepEqual(errors, ["thrown", "rejected"]);
});

Deno.test("stop() aborts the current run, waits for it and does not report its error", async () => {
  let hasEnded = false;
  const task = runPeriodically(async (signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    hasEnded = true;
    signal.throwIfAborted();
  }, { pauseMs: 1, onError });
  await task.stop();
  assert.equal(hasEnded, true);
});

Deno.test("onTimer() receives the delay of each timer", async () => {
  const late: number[] = [];
  let runs = 0;
  const task = runPeriodically(() => {
    runs++;
  }, { pauseMs: 5, onError, onTimer: (lateMs) => late.push(lateMs) });
  assert.deepEqual(late, []);
  const blockedUntil = performance.now() + 60;
  await new Promise((resolve) => setTimeout(resolve, 1));
  while (performance.now() < blockedUntil);
  await until("it has run again", () => runs > 2);
  await task.stop();
  assert.equal(late.length, runs - 1);
  assert.ok(Math.max(...late) >= 20, `${late}`);
  assert.ok(late.every((ms) => ms >= 0));
});
