import assert from "node:assert/strict";
import fc from "fast-check";
import type { RateLimiter } from "../../domain/ports.ts";
import { createMemoryRateLimiter } from "../../infra/security/memory_rate_limiter.ts";
import { createFailureLimit } from "../../routes/failure_limit.ts";

const KEY = "somebody";
const LIMIT = { events: 3, windowMs: 60_000 };

class Wrong extends Error {}
class Refused extends Error {}

function createLimit(limiter: RateLimiter = createMemoryRateLimiter(() => 0)) {
  return createFailureLimit({
    limiter,
    limit: LIMIT,
    isFailure: (error) => error instanceof Wrong,
    refusal: (seconds) => new Refused(String(seconds)),
  });
}

/** A limiter whose answers arrive in any order and at any time. */
function createDistantLimiter(scheduler: fc.Scheduler): RateLimiter {
  const limiter = createMemoryRateLimiter(() => 0);
  return {
    take: scheduler.scheduleFunction(limiter.take),
    refund: scheduler.scheduleFunction(limiter.refund),
  };
}

function right(): Promise<void> {
  return Promise.resolve();
}

function wrong(): Promise<void> {
  return Promise.reject(new Wrong());
}

Deno.test("checks at once are let through in their order, until as many failed as allowed", async () => {
  const check = async (scheduler: fc.Scheduler, outcomes: readonly (typeof right)[]) => {
    const limit = createLimit(createDistantLimiter(scheduler));
    const begun: number[] = [];
    const answers = Promise.allSettled(outcomes.map((outcome, index) =>
      limit.run(KEY, async () => {
        begun.push(index);
        await scheduler.schedule(Promise.resolve());
        await outcome();
      })
    ));
    await scheduler.waitFor(answers);
    const reasons = (await answers).map((answer) =>
      answer.status === "rejected" ? answer.reason : undefined
    );
    assert.deepEqual(begun, [...begun.keys()]);
    const failures = reasons.filter((reason) => reason instanceof Wrong).length;
    assert.ok(failures <= LIMIT.events);
    const refused = reasons.filter((reason) => reason instanceof Refused).length;
    assert.equal(refused, outcomes.length - begun.length);
    if (refused > 0) assert.equal(failures, LIMIT.events);
    assert.equal(limit.size, 0);
  };
  const outcomes = fc.array(fc.constantFrom(right, wrong), { maxLength: 20 });
  await fc.assert(fc.asyncProperty(fc.scheduler(), outcomes, check));
});

Deno.test("a check that could not be made is no failure", async () => {
  const limit = createLimit();
  const broken = () => Promise.reject(new Error("The database is away"));
  const answers = Array.from({ length: 10 }, () => limit.run(KEY, broken));
  await Promise.all(answers.map((answer) => assert.rejects(answer, /away/)));
  await limit.run(KEY, right);
});

Deno.test("keys are limited apart, and after a refusal too", async () => {
  const limit = createLimit();
  const verdicts = [Wrong, Wrong, Wrong, new Refused("60")];
  await Promise.all(verdicts.map((verdict) => assert.rejects(limit.run(KEY, wrong), verdict)));
  await limit.run("somebody else", right);
  await assert.rejects(limit.run(KEY, right), Refused);
});

Deno.test("a limiter that fails holds up nobody behind", async () => {
  const limiter = createMemoryRateLimiter(() => 0);
  let calls = 0;
  const limit = createLimit({
    ...limiter,
    take: (...asked) =>
      ++calls === 1 ? Promise.reject(new Error("The limiter is away")) : limiter.take(...asked),
  });
  await Promise.all([assert.rejects(limit.run(KEY, right), /away/), limit.run(KEY, right)]);
});
