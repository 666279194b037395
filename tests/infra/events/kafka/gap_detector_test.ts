import assert from "node:assert/strict";
import { createGapDetector } from "../../../../infra/events/kafka/gap_detector.ts";
import type { DeletedEvents } from "../../../../infra/events/event_topic.ts";

/** A detector for offsets that the test changes. */
function createFixture() {
  const committed = new Map<number, bigint>();
  const oldest = new Map<number, bigint>();
  const deleted: DeletedEvents[] = [];
  let failure: Error | undefined;
  const reply = (offsets: Map<number, bigint>) =>
    failure ? Promise.reject(failure) : Promise.resolve(new Map(offsets));
  const detector = createGapDetector({
    offsets: { committed: () => reply(committed), oldest: () => reply(oldest) },
    onDeleted: (range) => deleted.push(range),
  });
  return { committed, oldest, deleted, detector, fail: (error?: Error) => void (failure = error) };
}

Deno.test("events deleted while no consumer ran are reported once, with their offsets", async () => {
  const { committed, oldest, deleted, detector } = createFixture();
  committed.set(0, 10n);
  oldest.set(0, 25n);
  await detector.start();
  detector.onAssigned([0]);
  await detector.check(0, 25n);
  await detector.check(0, 25n);
  assert.deepEqual(deleted, [{ partition: 0, first: "10", last: "24", events: 15 }]);
});

Deno.test("events deleted between two batches are reported", async () => {
  const { oldest, deleted, detector } = createFixture();
  await detector.start();
  detector.onAssigned([3]);
  await detector.check(3, 5n);
  detector.onHandled(3, 8n);
  oldest.set(3, 9n);
  await detector.check(3, 9n);
  assert.deepEqual(deleted, [{ partition: 3, first: "8", last: "8", events: 1 }]);
});

Deno.test("markers of transactions are not reported", async () => {
  const { committed, oldest, deleted, detector } = createFixture();
  committed.set(0, 10n);
  oldest.set(0, 0n);
  await detector.start();
  await detector.check(0, 11n);
  assert.deepEqual(deleted, []);
});

Deno.test("a new group starts at the oldest event without a report", async () => {
  const { oldest, deleted, detector } = createFixture();
  oldest.set(0, 100n);
  await detector.start();
  await detector.check(0, 100n);
  assert.deepEqual(deleted, []);
});

Deno.test("what another member has handled in the meantime is not reported", async () => {
  const { committed, oldest, deleted, detector } = createFixture();
  committed.set(0, 10n).set(1, 10n);
  await detector.start();
  detector.onAssigned([0]);
  committed.set(1, 50n);
  oldest.set(1, 50n);
  detector.onAssigned([0, 1]);
  await detector.check(1, 50n);
  assert.deepEqual(deleted, []);
  oldest.set(0, 12n);
  await detector.check(0, 12n);
  assert.deepEqual(deleted, [{ partition: 0, first: "10", last: "11", events: 2 }]);
});

Deno.test("brokers that do not respond stop neither the start nor a check", async () => {
  const { committed, deleted, detector, fail } = createFixture();
  committed.set(0, 10n);
  fail(new Error("No offsets from Kafka"));
  await detector.start();
  await detector.check(0, 25n);
  assert.deepEqual(deleted, []);
  detector.onHandled(0, 30n);
  await detector.check(0, 32n);
  assert.deepEqual(deleted, [{ partition: 0, first: "30", last: "31", events: 2 }]);
});
