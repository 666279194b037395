import assert from "node:assert/strict";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";
import { createHedgedWrite, type WriteBatch } from "../../../infra/request_log/hedged_write.ts";
import { logEntry } from "../../../testing/log_entries.ts";

const BATCH = [pendingEntry(logEntry())];

type Place = "topic" | "database";

/** Two places that answer when the test says so, and a clock that it turns. */
function createFixture({ topicFirst }: { readonly topicFirst: boolean }) {
  const tried: Place[] = [];
  const slow: Place[] = [];
  const answers: Partial<Record<Place, PromiseWithResolvers<void>>> = {};
  const timers = new Map<() => void, number>();
  const attempt = (place: Place): WriteBatch => (entries) => {
    assert.equal(entries, BATCH);
    tried.push(place);
    answers[place] = Promise.withResolvers();
    return answers[place].promise;
  };
  const write = createHedgedWrite({
    topic: attempt("topic"),
    database: attempt("database"),
    preferTopic: () => topicFirst,
    onSlow: (place) => slow.push(place),
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
    succeed: (place: Place) => answers[place]!.resolve(),
    fail: (place: Place, error = new Error(`${place} is away`)) => answers[place]!.reject(error),
    passTime: () => timers.forEach((_, callback) => callback()),
  };
}

for (
  const [topicFirst, first, second] of [
    [true, "topic", "database"],
    [false, "database", "topic"],
  ] as const
) {
  Deno.test(`with the ${first} first, it alone is asked when it answers in time`, async () => {
    const { written, tried, timers, succeed } = createFixture({ topicFirst });
    assert.deepEqual([...timers.values()], [250]);
    succeed(first);
    await written;
    assert.deepEqual(tried, [first]);
    assert.equal(timers.size, 0);
  });

  Deno.test(`with the ${first} first, the ${second} is asked as well after 250 ms`, async () => {
    const { written, tried, slow, succeed, passTime } = createFixture({ topicFirst });
    passTime();
    assert.deepEqual(tried, [first, second]);
    assert.deepEqual(slow, [first]);
    succeed(second);
    await written;
  });

  Deno.test(`with the ${first} first, its late answer counts as well`, async () => {
    const { written, succeed, fail, passTime } = createFixture({ topicFirst });
    passTime();
    fail(second);
    succeed(first);
    await written;
  });

  Deno.test(`when the ${first} fails, the ${second} is asked at once, and once`, async () => {
    const { written, tried, slow, timers, succeed, fail, passTime } = createFixture({ topicFirst });
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

  Deno.test(`a batch fails when both have failed, the ${first} first`, async () => {
    const { written, fail, passTime } = createFixture({ topicFirst });
    passTime();
    fail(first);
    fail(second);
    await assert.rejects(written, (error) => {
      assert.ok(error instanceof AggregateError);
      assert.equal(error.message, `${first} is away; ${second} is away`);
      return true;
    });
  });

  Deno.test(`a batch is refused for good if the ${first} refuses it and no place has it`, async () => {
    const { written, fail, passTime } = createFixture({ topicFirst });
    passTime();
    fail(second);
    fail(first, new PermanentError("too large"));
    await assert.rejects(written, PermanentError);
  });
}
