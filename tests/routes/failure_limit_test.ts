import assert from "node:assert/strict";
import fc from "fast-check";
import type { RateLimiter } from "../../domain/ports.ts";
import { createMemoryRateLimiter } from "../../infra/security/memory_rate_limiter.ts";
import { createFailureLimit } from "../../routes/failure_limit.ts";

const KEY = "ada";
const LIMIT = { events: 3, windowMs: 60_000 };

class Failure extends Error {}
class Refusal extends Error {}

function createLimit(limiter: RateLimiter = createMemoryRateLimiter(() => 0)) {
  return createFailureLimit({
    limiter,
    limit: LIMIT,
    isFailure: (error) => error instanceof Failure,
    refusal: (seconds) => new Refusal(String(seconds)),
  });
}

/** A limiter whose answers arrive in any order and with any delay. */
function createAsyncLimiter(scheduler: fc.Scheduler): RateLimiter {
  const limiter = createMemoryRateLimiter(() => 0);
  return {
    take: scheduler.scheduleFunction(limiter.take),
    refund: scheduler.scheduleFunction(limiter.refund),
  };
}

function succeed(): Promise<void> {
  return Promise.resolve();
}

function fail(): Promise<void> {
  return Promise.reject(new Failure());
}

Deno.test("concurrent checks run in order until the allowed number has failed", async () => {
  const check = async (scheduler: fc.Scheduler, outcomes: readonly (typeof succeed)[]) => {
    const limit = createLimit(createAsyncLimiter(scheduler));
    const started: number[] = [];
    const answers = Promise.allSettled(outcomes.map((outcome, index) =>
      limit.run(KEY, async () => {
        started.push(index);
        await scheduler.schedule(Promise.resolve());
        await outcome();
      })
    ));
    await scheduler.waitFor(answers);
    const reasons = (await answers).map((answer) =>
      answer.status === "rejected" ? answer.reason : undefined
    );
    assert.deepEqual(started, [...started.keys()]);
    const failures = reasons.filter((reason) => reason instanceof Failure).length;
    assert.ok(failures <= LIMIT.events);
    const refused = reasons.filter((reason) => reason instanceof Refusal).length;
    assert.equal(refused, outcomes.length - started.length);
    if (refused > 0) assert.equal(failures, LIMIT.events);
    assert.equal(limit.size, 0);
  };
  const outcomes = fc.array(fc.constantFrom(succeed, fail), { maxLength: 20 });
  await fc.assert(fc.asyncProperty(fc.scheduler(), outcomes, check));
});

Deno.test("a check that throws another error does not count as a failure", async () => {
  const limit = createLimit();
  const broken = () => Promise.reject(new Error("The database is unavailable"));
  const answers = Array.from({ length: 10 }, () => limit.run(KEY, broken));
  await Promise.all(answers.map((answer) => assert.rejects(answer, /unavailable/)));
  await limit.run(KEY, succeed);
});

Deno.test("each key has its own limit, and stays limited after a refusal", async () => {
  const limit = createLimit();
  const outcomes = [Failure, Failure, Failure, new Refusal("60")];
  await Promise.all(outcomes.map((outcome) => assert.rejects(limit.run(KEY, fail), outcome)));
  await limit.run("eve", succeed);
  await assert.rejects(limit.run(KEY, succeed), Refusal);
});

Deno.test("a limiter that fails does not block later checks", async () => {
  const limiter = createMemoryRateLimiter(() => 0);
  let calls = 0;
  const limit = createLimit({
    ...limiter,
    take: (...args) =>
      ++calls === 1
        ? Promise.reject(new Error("The limiter is unavailable"))
        : limiter.take(...args),
  });
  await Promise.all([
    assert.rejects(limit.run(KEY, succeed), /unavailable/),
    limit.run(KEY, succeed),
  ]);
});
