import assert from "node:assert/strict";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";
import { createHedgedWrite, type Destination } from "../../../infra/request_log/hedged_write.ts";
import type { WriteBatch } from "../../../infra/request_log/write_batch.ts";
import { logEntry } from "../../../testing/log_entries.ts";

const BATCH = [pendingEntry(logEntry())];

/** Two destinations and a timer; the test decides when they respond and when it fires. */
function createFixture({ preferTopic }: { readonly preferTopic: boolean }) {
  const tried: Destination[] = [];
  const slow: Destination[] = [];
  const answers: Partial<Record<Destination, PromiseWithResolvers<void>>> = {};
  const timers = new Map<(lateMs: number) => void, number>();
  const attempt = (destination: Destination): WriteBatch => (entries) => {
    assert.equal(entries, BATCH);
    tried.push(destination);
    answers[destination] = Promise.withResolvers();
    return answers[destination].promise;
  };
  const write = createHedgedWrite({
    topic: attempt("topic"),
    database: attempt("database"),
    preferTopic: () => preferTopic,
    onSlow: (destination) => slow.push(destination),
    hedgeAfterMs: 250,
    startTimer: (ms, callback) => {
      timers.set(callback, ms);
      return () => timers.delete(callback);
    },
  });
  return {
    tried,
    slow,
    timers,
    written: write(BATCH),
    succeed: (destination: Destination) => answers[destination]!.resolve(),
    fail: (destination: Destination, error = new Error(`${destination} is away`)) =>
      answers[destination]!.reject(error),
    passTime: () => timers.forEach((_, callback) => callback(0)),
  };
}

for (
  const [preferTopic, first, second] of [
    [true, "topic", "database"],
    [false, "database", "topic"],
  ] as const
) {
  Deno.test(`with the ${first} preferred, a timely write goes there only`, async () => {
    const { written, tried, timers, succeed } = createFixture({ preferTopic });
    assert.deepEqual([...timers.values()], [250]);
    succeed(first);
    await written;
    assert.deepEqual(tried, [first]);
    assert.equal(timers.size, 0);
  });

  Deno.test(`with the ${first} preferred, the batch is also written to the ${second} after 250 ms`, async () => {
    const { written, tried, slow, succeed, passTime } = createFixture({ preferTopic });
    passTime();
    assert.deepEqual(tried, [first, second]);
    assert.deepEqual(slow, [first]);
    succeed(second);
    await written;
  });

  Deno.test(`with the ${first} preferred, its late success counts as well`, async () => {
    const { written, succeed, fail, passTime } = createFixture({ preferTopic });
    passTime();
    fail(second);
    succeed(first);
    await written;
  });

  Deno.test(`when the ${first} fails, the batch is written to the ${second} at once, and once`, async () => {
    const { written, tried, slow, timers, succeed, fail, passTime } = createFixture({
      preferTopic,
    });
    fail(first);
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual(tried, [first, second]);
    passTime();
    assert.equal(timers.size, 0);
    assert.deepEqual(slow, []);
    succeed(second);
    await written;
    assert.deepEqual(tried, [first, second]);
  });

  Deno.test(`a batch fails when both destinations have failed, the ${first} first`, async () => {
    const { written, tried, fail, passTime } = createFixture({ preferTopic });
    passTime();
    fail(first);
    await Promise.resolve();
    await Promise.resolve();
    assert.deepEqual(tried, [first, second]);
    fail(second);
    await assert.rejects(written, (error) => {
      assert.ok(error instanceof AggregateError);
      assert.equal(error.message, `${first} is away; ${second} is away`);
      return true;
    });
  });

  Deno.test(`a batch fails permanently if the ${first} rejects it and the ${second} fails`, async () => {
    const { written, fail, passTime } = createFixture({ preferTopic });
    passTime();
    fail(second);
    fail(first, new PermanentError("too large"));
    await assert.rejects(written, PermanentError);
  });
}
