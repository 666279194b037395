import assert from "node:assert/strict";
import fc from "fast-check";
import { GUEST } from "../../domain/accounts/principal.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import { purgeLog } from "../../infra/database/purge_log.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import { pendingEntry } from "../../infra/request_log/pending_entry.ts";
import type { DatabaseKind, OpenDatabase } from "./databases.ts";
import { entryAt, logEntry } from "../../testing/log_entries.ts";
import { openLogReader } from "../../testing/log_reader.ts";

const systemClock = createSystemClock();

const NOBODY = "00000000-0000-7000-8000-000000000000";

type Database = OpenDatabase["database"];

/** Contract of the request log in a database. */
export function testStoredLog({ name, ignore, open }: DatabaseKind): void {
  function test(guarantee: string, check: (database: Database) => Promise<void>): void {
    Deno.test({
      name: `request log on ${name}: ${guarantee}`,
      ignore,
      fn: async () => {
        await using opened = await open();
        await check(opened.database);
      },
    });
  }

  test("entries are read as they were written, newest first", async (database) => {
    const reader = openLogReader(database);
    const entries = [
      logEntry(),
      logEntry({ input: { n: `${"9".repeat(20)}…${"9".repeat(20)} (1001 digits)` } }),
      logEntry({ result: null, first: "1".repeat(20), last: "0".repeat(20), digits: 5_000 }),
      logEntry({ outcome: "cancelled", result: null, digits: null, username: `"'\\ü🦊` }),
      logEntry({ input: { base: "-1.5", exponent: "-2" }, elapsed_ms: 0.001, cached: true }),
    ];
    await insert(database, entries);
    assert.deepEqual(await reader.page({ limit: 10 }), entries.toReversed());
  });

  test("entries stored whole by earlier versions are read as they are", async (database) => {
    const entry = logEntry();
    await insert(database, [entry]);
    await database.kysely.updateTable("request_log").set({ entry: JSON.stringify(entry) })
      .execute();
    const reader = openLogReader(database);
    assert.deepEqual(await reader.page({ limit: 10 }), [entry]);
    assert.deepEqual(await reader.find(entry.id), entry);
  });

  test("entries of guests are read and counted like those of users", async (database) => {
    const entries = [logEntry(), logEntry({ user: GUEST.userId })];
    await insert(database, entries);
    const { page, count, reader } = openLogReader(database);
    assert.deepEqual(await page({ limit: 10 }), entries.toReversed());
    assert.deepEqual(await page({ limit: 10, userId: GUEST.userId }), [entries[1]]);
    assert.equal(await count(GUEST.userId), 1);
    const query = { requesterId: NOBODY, userId: GUEST.userId, maxCount: 9 };
    const boundaries = [0, systemClock.now() + 1_000];
    assert.deepEqual(await reader.countByPeriod({ ...query, boundaries }), [1]);
  });

  test("an entry is found by its id", async (database) => {
    const reader = openLogReader(database);
    const entries = [logEntry(), logEntry({ username: `"'\\ü🦊` })];
    await insert(database, entries);
    for (const entry of entries) assert.deepEqual(await reader.find(entry.id), entry);
    assert.equal(await reader.find(logEntry().id), undefined);
  });

  test("entries are selected by time, from the first moment until before the last", async (database) => {
    const reader = openLogReader(database);
    const start = systemClock.now();
    const entries = [0, 1, 2, 3].map((ms) => entryAt(start + ms));
    await insert(database, entries);
    for (const [from, to] of [[0, 4], [1, 3], [2, 2], [undefined, 1], [3, undefined], [-5, 9]]) {
      const page = await reader.page({
        limit: 10,
        from: from === undefined ? undefined : start + from,
        to: to === undefined ? undefined : start + to,
      });
      const expected = entries.slice(Math.max(from ?? 0, 0), to ?? 4).toReversed();
      assert.deepEqual(page, expected, `${from} to ${to}`);
    }
    assert.deepEqual(await reader.page({ limit: 10, from: -1e12, to: 0 }), []);
    assert.equal(
      (await reader.page({ limit: 10, from: -1e12, to: 253_402_300_799_999 })).length,
      4,
    );
  });

  test("inserting an existing id has no effect", async (database) => {
    const reader = openLogReader(database);
    const [first, second] = [logEntry(), logEntry()];
    await insert(database, [first]);
    await insert(database, [{ ...first, username: "forged" }, second, second]);
    assert.deepEqual(await reader.page({ limit: 10 }), [second, first]);
  });

  test("an entry that was published once stays published", async (database) => {
    const [first, second] = [logEntry(), logEntry()];
    await insert(database, [first], false);
    await insert(database, [first, second]);
    await insert(database, [first, second], false);
    assert.deepEqual(await unpublished(database), []);
    const third = logEntry();
    await insert(database, [third], false);
    assert.deepEqual(await unpublished(database), [third.id]);
  });

  test("purgeLog() can keep unpublished entries", async (database) => {
    const [published, waiting] = [logEntry(), logEntry()];
    await insert(database, [published]);
    await insert(database, [waiting], false);
    const before = systemClock.now() + 1_000;
    assert.equal(await purgeLog(database, { before, keepUnpublished: true }), 1);
    assert.deepEqual(await unpublished(database), [waiting.id]);
    assert.equal(await purgeLog(database, { before, keepUnpublished: false }), 1);
  });

  test("an error that a retry may resolve is not permanent", async (database) => {
    await database.kysely.schema.dropTable("request_log").execute();
    const inserted = database.insertEntries([pendingEntry(logEntry())], true);
    await assert.rejects(inserted, (error) => !database.isPermanent(error));
  });

  test("an entry is stored, or fails with a permanent error every time", async (database) => {
    const entries = [logEntry({ user: "a\0b" }), logEntry({ user: randomText(100_000) })];
    for (const entry of entries) {
      const insertion = () => database.insertEntries([pendingEntry(entry)], true);
      const isRefused = await insertion().then(() => false, database.isPermanent);
      if (isRefused) await assert.rejects(insertion(), database.isPermanent);
      else assert.deepEqual(await openLogReader(database).page({ limit: 1 }), [entry]);
    }
  });

  test("tryWithLock() excludes work of the same name, and releases the lock after a failure", async (database) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const first = database.tryWithLock("relay", () => {
      begun.resolve();
      return promise;
    });
    await begun.promise;
    assert.equal(await database.tryWithLock("other", () => Promise.resolve()), true);
    assert.equal(await database.tryWithLock("relay", () => Promise.reject("not run")), false);
    resolve();
    assert.equal(await first, true);
    await assert.rejects(database.tryWithLock("relay", () => Promise.reject(new Error("failed"))));
    assert.equal(await database.tryWithLock("relay", () => Promise.resolve()), true);
  });

  test("a batch of 500 entries of maximum size is inserted in one statement", async (database) => {
    const reader = openLogReader(database);
    const entries = Array.from({ length: 500 }, () => logEntry({ result: "7".repeat(1_000) }));
    await insert(database, entries);
    assert.deepEqual(await reader.page({ limit: 1_000 }), entries.toReversed());
  });

  test("consecutive pages return every matching entry once", async (database) => {
    const reader = openLogReader(database);
    const users = [logEntry().id, logEntry().id];
    const operations = ["factorial", "pow"];
    const entries = Array.from(
      { length: 60 },
      (_, i) => logEntry({ user: users[i % 2]!, operation: operations[i % 3 === 0 ? 0 : 1]! }),
    );
    await insert(database, entries);
    const query = fc.record({
      userId: fc.constantFrom(undefined, ...users, NOBODY),
      operation: fc.constantFrom(undefined, ...operations, "none"),
      limit: fc.integer({ min: 1, max: 25 }),
    });
    const check = fc.asyncProperty(query, async ({ userId, operation, limit }) => {
      const seen: LogEntry[] = [];
      for (let before: string | undefined;; before = seen.at(-1)!.id) {
        const page = await reader.page({ userId, operation, before, limit });
        assert.ok(page.length <= limit);
        seen.push(...page);
        if (page.length < limit) break;
      }
      const expected = entries.filter((entry) =>
        (userId ?? entry.user) === entry.user && (operation ?? entry.operation) === entry.operation
      );
      assert.deepEqual(seen.map(({ id }) => id), expected.map(({ id }) => id).reverse());
    });
    await fc.assert(check, { numRuns: 40 });
    assert.equal(await reader.count(users[0]!), 30);
    assert.equal(await reader.count(NOBODY), 0);
  });

  test("purgeLog() deletes all entries before a time, and no others", async (database) => {
    const reader = openLogReader(database);
    const before = systemClock.now();
    const old = Array.from({ length: 2_100 }, (_, i) => entryAt(before - 1 - i));
    const kept = [0, 1, 1_000].map((ms) => entryAt(before + ms));
    for (let i = 0; i < old.length; i += 500) await insert(database, old.slice(i, i + 500));
    await insert(database, kept);
    assert.equal(await purgeLog(database, { before, keepUnpublished: true }), 2_100);
    assert.deepEqual(await reader.page({ limit: 10 }), kept.toReversed());
    assert.equal(await purgeLog(database, { before, keepUnpublished: true }), 0);
    assert.equal(await purgeLog(database, { before: -1, keepUnpublished: true }), 0);
  });
}

async function insert(
  database: Database,
  entries: readonly LogEntry[],
  published = true,
): Promise<void> {
  await database.insertEntries(entries.map(pendingEntry), published);
}

/** Incompressible text. */
function randomText(length: number): string {
  return crypto.getRandomValues(new Uint8Array(length / 2)).toHex();
}

async function unpublished({ kysely }: Database): Promise<string[]> {
  const rows = await kysely.selectFrom("request_log").select("id").where("published", "=", 0)
    .execute();
  return rows.map(({ id }) => id);
}
