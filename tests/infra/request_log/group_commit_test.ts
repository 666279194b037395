import assert from "node:assert/strict";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";
import { createGroupCommit, type WrittenBatch } from "../../../infra/request_log/group_commit.ts";
import { restoreEntry } from "../../../infra/request_log/stored_entry.ts";
import type { PendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { logEntry } from "../../../testing/log_entries.ts";

interface Batch {
  readonly entries: readonly PendingEntry[];
  readonly finish: () => void;
  readonly fail: (error: Error) => void;
}

/** A group commit; the test decides when its batches are durable, and when they have taken long. */
function createFixture(overlapAfterMs?: number) {
  const batches: Batch[] = [];
  const written: WrittenBatch[] = [];
  const poison: [id: string, reason: string][] = [];
  const notRecorded: [entries: number, cause: string][] = [];
  const timers = new Set<() => void>();
  const { append, idle } = createGroupCommit({
    write: (entries) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      batches.push({ entries, finish: resolve, fail: reject });
      return promise;
    },
    observer: {
      onWritten: (batch) => written.push(batch),
      onPoisonEntry: (entry, reason) => poison.push([entry.id, reason.message]),
      onNotRecorded: ({ entries, cause }) => notRecorded.push([entries, cause]),
    },
    overlapAfterMs,
    startTimer: (delayMs, callback) => {
      assert.equal(delayMs, overlapAfterMs);
      const fire = () => callback(0);
      timers.add(fire);
      return () => timers.delete(fire);
    },
  });

  /** Lets the time pass after which the latest batch has taken long. */
  function passTime(): void {
    const due = [...timers];
    timers.clear();
    for (const fire of due) fire();
  }

  /** Finishes every batch until the log is idle. */
  async function finishAll(): Promise<void> {
    let isIdle = false;
    const end = idle().then(() => isIdle = true);
    for (let finished = 0; !isIdle;) {
      while (finished < batches.length) batches[finished++]!.finish();
      await Promise.resolve();
    }
    await end;
  }

  return { append, idle, batches, written, poison, notRecorded, finishAll, passTime, timers };
}

Deno.test("an entry is written at once, as JSON, while no other batch is being written", async () => {
  const { append, batches, written } = createFixture();
  const entry = logEntry();
  let isDurable = false;
  const appended = append(entry).then(() => isDurable = true);
  const [{ id, user, operation, storedJson, eventJson }] = batches[0]!.entries as [PendingEntry];
  assert.deepEqual([id, user, operation], [entry.id, entry.user, entry.operation]);
  assert.deepEqual(JSON.parse(eventJson()), entry);
  assert.deepEqual(restoreEntry({ id, user_id: user, operation, entry: storedJson() }), entry);
  await Promise.resolve();
  assert.equal(isDurable, false);
  assert.equal(written.length, 0);
  batches[0]!.finish();
  await appended;
  assert.equal(written.length, 1);
  const { entries, seconds, error } = written[0]!;
  assert.deepEqual([entries, error], [1, undefined]);
  assert.ok(seconds >= 0);
});

Deno.test("entries that arrive during a write form the next batch, in their order", async () => {
  const { append, batches, finishAll } = createFixture();
  const entries = Array.from({ length: 20 }, () => logEntry());
  const appended = entries.map(append);
  assert.equal(batches.length, 1);
  await finishAll();
  await Promise.all(appended);
  const ids = batches.map((batch) => batch.entries.map(({ id }) => id));
  const [first, ...others] = entries.map(({ id }) => id);
  assert.deepEqual(ids, [[first], others]);
});

Deno.test("a batch has at most 500 entries", async () => {
  const { append, batches, finishAll } = createFixture();
  const appended = Array.from({ length: 1_201 }, () => append(logEntry()));
  await finishAll();
  await Promise.all(appended);
  assert.deepEqual(batches.map(({ entries }) => entries.length), [1, 500, 500, 200]);
});

Deno.test("a batch has at most 256 KB, unless one entry alone has more", async () => {
  const { append, batches, finishAll } = createFixture();
  const large = () => logEntry({ input: { n: "7".repeat(100_000) } });
  const huge = () => logEntry({ input: { n: "7".repeat(300_000) } });
  const appended = [logEntry(), large(), large(), large(), huge(), logEntry(), logEntry()]
    .map(append);
  await finishAll();
  await Promise.all(appended);
  assert.deepEqual(batches.map(({ entries }) => entries.length), [1, 2, 1, 1, 2]);
});

Deno.test("users take turns in a batch, and the entries of each user keep their order", async () => {
  const { append, batches, finishAll } = createFixture();
  const long = "7".repeat(50_000);
  const of = (user: string, n: string) => logEntry({ user, input: { n } });
  const others = Array.from({ length: 12 }, () => of("flood", long));
  const own = [of("victim", "1"), of("victim", "2")];
  const appended = [of("flood", long), ...others, ...own].map(append);
  await finishAll();
  await Promise.all(appended);
  const ids = batches.map(({ entries }) => entries.map(({ id }) => id));
  const inTurns = [others[0], own[0], others[1], own[1]].map((entry) => entry!.id);
  assert.deepEqual(ids[1]!.slice(0, 4), inTurns);
  assert.deepEqual(
    ids.flat().filter((id) => others.some((entry) => entry.id === id)),
    others.map(({ id }) => id),
  );
});

Deno.test("the entries queued behind a failed batch are written", async () => {
  const { append, batches } = createFixture();
  const first = assert.rejects(append(logEntry()), { code: "unavailable" });
  const second = append(logEntry());
  batches[0]!.fail(new Error("timeout"));
  await first;
  batches[1]!.finish();
  await second;
});

Deno.test("a second failure in a row also fails the queued entries, and no later ones", async () => {
  const { append, batches, written, notRecorded } = createFixture();
  const failure = new Error("disk full");
  const unavailable = {
    code: "unavailable",
    message: "The answer cannot be recorded",
    cause: failure,
  };
  const rejected = () => assert.rejects(append(logEntry()), unavailable);
  const first = rejected();
  const second = rejected();
  batches[0]!.fail(failure);
  await first;
  const behind = [rejected(), rejected()];
  batches[1]!.fail(failure);
  await Promise.all([second, ...behind]);
  assert.deepEqual(written.map(({ entries, error }) => [entries, error]), [[1, failure], [
    1,
    failure,
  ]]);
  assert.deepEqual(notRecorded, [[1, "unavailable"], [3, "unavailable"]]);

  const later = append(logEntry());
  assert.equal(batches.length, 3);
  batches[2]!.finish();
  await later;
  assert.deepEqual(written.slice(2).map(({ entries, error }) => [entries, error]), [[
    1,
    undefined,
  ]]);
});

Deno.test("at most 20,000 entries are queued, and the next ones are rejected", async () => {
  const { append, finishAll, notRecorded } = createFixture();
  const appended = Array.from({ length: 20_001 }, () => append(logEntry()));
  await assert.rejects(append(logEntry()), {
    code: "unavailable",
    cause: "Too many entries are queued",
  });
  assert.deepEqual(notRecorded, [[1, "overloaded"]]);
  await finishAll();
  await Promise.all(appended);
  const last = append(logEntry());
  await finishAll();
  await last;
});

Deno.test("a write that throws synchronously fails its batch", async () => {
  const failure = new Error("cannot even begin");
  const { append } = createGroupCommit({
    write: () => {
      throw failure;
    },
    observer: { onWritten() {}, onPoisonEntry() {}, onNotRecorded() {} },
  });
  await assert.rejects(append(logEntry()), { code: "unavailable", cause: failure });
});

Deno.test("idle() resolves when every appended entry has been written or has failed", async () => {
  const { append, batches, idle } = createFixture();
  await idle();
  const outcomes: string[] = [];
  const record = (name: string) =>
    append(logEntry()).then(() => outcomes.push(name), () => outcomes.push(`${name} failed`));
  record("first");
  record("second");
  const end = idle().then(() => outcomes.push("idle"));
  batches[0]!.finish();
  await soon(() => batches.length >= 2);
  batches[1]!.fail(new Error("disk full"));
  await end;
  assert.deepEqual(outcomes, ["first", "second failed", "idle"]);
});

Deno.test("only the poison entry of a rejected batch is rejected", async () => {
  const { append, batches, poison, written, notRecorded, idle } = createFixture();
  const entries = Array.from({ length: 4 }, () => logEntry());
  const poisonEntry = entries[2]!;
  const first = append(logEntry());
  const appended = Promise.allSettled(entries.map(append));
  batches[0]!.finish();
  await first;
  const isIdle = idle().then(() => true);
  for (let answered = 1; !await Promise.race([isIdle, Promise.resolve(false)]);) {
    for (; answered < batches.length; answered++) {
      const { entries, finish, fail } = batches[answered]!;
      if (entries.some(({ id }) => id === poisonEntry.id)) fail(new PermanentError("too large"));
      else finish();
    }
  }
  const results = await appended;
  assert.deepEqual(results.map(({ status }) => status), [
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  assert.deepEqual(poison, [[poisonEntry.id, "too large"]]);
  assert.deepEqual(notRecorded, [[1, "rejected"]]);
  assert.deepEqual(written.map(({ entries, error }) => [entries, error]), [
    [1, undefined],
    [4, undefined],
  ]);
});

Deno.test("a batch that takes long does not hold up the next ones, of which 3 are written at once", async () => {
  const { append, batches, finishAll, passTime } = createFixture(25);
  const appended = [append(logEntry())];
  for (let overlapping = 2; overlapping <= 3; overlapping++) {
    appended.push(append(logEntry()), append(logEntry()));
    assert.equal(batches.length, overlapping - 1);
    passTime();
    assert.equal(batches.length, overlapping);
    assert.equal(batches.at(-1)!.entries.length, 2);
  }
  appended.push(append(logEntry()));
  passTime();
  assert.equal(batches.length, 3);
  batches[1]!.finish();
  await Promise.all(appended.slice(1, 3));
  await soon(() => batches.length >= 4);
  await finishAll();
  await Promise.all(appended);
});

Deno.test("overlapping batches end in any order, each with its own outcome", async () => {
  const { append, batches, idle, passTime, notRecorded, timers } = createFixture(25);
  const outcomes: string[] = [];
  const record = (name: string) =>
    append(logEntry()).then(() => outcomes.push(name), () => outcomes.push(`${name} failed`));
  for (const name of ["first", "second", "third"]) {
    record(name);
    passTime();
  }
  const end = idle().then(() => outcomes.push("idle"));
  batches[1]!.fail(new Error("cut"));
  await soon(() => outcomes.length >= 1);
  batches[2]!.finish();
  await soon(() => outcomes.length >= 2);
  batches[0]!.finish();
  await end;
  assert.deepEqual(outcomes, ["second failed", "third", "first", "idle"]);
  assert.deepEqual(notRecorded, [[1, "unavailable"]]);
  assert.equal(timers.size, 0);
});

Deno.test("an outage fails the batches that it meets and those after it, not what is queued", async () => {
  const { append, batches, passTime, notRecorded } = createFixture(25);
  const outcomes: string[] = [];
  const record = (name: string) =>
    append(logEntry()).then(() => outcomes.push(name), () => outcomes.push(`${name} failed`));
  for (const name of ["first", "second", "third"]) {
    record(name);
    passTime();
  }
  record("queued");
  for (const batch of batches.slice()) batch.fail(new Error("cut"));
  await soon(() => batches.length >= 4);
  assert.deepEqual(outcomes, ["first failed", "second failed", "third failed"]);
  record("later");
  batches[3]!.fail(new Error("still cut"));
  await soon(() => outcomes.length >= 5);
  assert.deepEqual(outcomes.slice(3), ["queued failed", "later failed"]);
  assert.deepEqual(notRecorded.at(-1), [2, "unavailable"]);
});

Deno.test("a batch that ends in time is followed at once, although an earlier one is still being written", async () => {
  const { append, batches, finishAll, passTime } = createFixture(25);
  const appended = [append(logEntry())];
  passTime();
  appended.push(append(logEntry()), append(logEntry()));
  assert.equal(batches.length, 2);
  batches[1]!.finish();
  await soon(() => batches.length >= 3);
  await finishAll();
  await Promise.all(appended);
});

/** Lets pending promises settle until something is true. */
async function soon(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isTrue(); turn++) await Promise.resolve();
  assert.ok(isTrue());
}
