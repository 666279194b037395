import assert from "node:assert/strict";
import type { LogEntry } from "../../domain/log_entry.ts";
import { readLogPage } from "../../domain/log_pages.ts";
import type { LogQuery } from "../../domain/ports.ts";
import { logEntry } from "../../testing/log_entries.ts";

const REQUESTER = { requesterId: "u" };

/** A log in memory that counts the entries it has returned. */
function createLog(outcomes: readonly LogEntry["outcome"][]) {
  const entries = outcomes.map((outcome) => logEntry({ outcome })).toReversed();
  let read = 0;
  return {
    ids: (outcome: string) =>
      entries.filter((entry) => entry.outcome === outcome).map(({ id }) => id),
    page: ({ before = "g", limit }: LogQuery) => {
      const rest = entries.filter(({ id }) => id < before);
      const page = rest.slice(0, limit);
      read += page.length;
      const next = rest.length > limit ? page.at(-1)!.id : null;
      return Promise.resolve({ entries: page, next });
    },
    takeRead: () => [read, read = 0][0],
  };
}

Deno.test("pages of an outcome return each of its entries once", async (t) => {
  const log = createLog(
    Array.from({ length: 3_000 }, (_, i) => i % 7 === 0 ? "cancelled" : "ok"),
  );
  for (const limit of [1, 5, 100, 428, 429, 430, 1_000]) {
    await t.step(`limit ${limit}`, async () => {
      const ids: string[] = [];
      let before: string | undefined;
      for (;;) {
        const { entries, next } = await readLogPage(log, {
          ...REQUESTER,
          outcome: "cancelled",
          limit,
          before,
        });
        assert.ok(entries.length <= limit);
        ids.push(...entries.map(({ id }) => id));
        if (next === null) break;
        before = next;
      }
      assert.deepEqual(ids, log.ids("cancelled"));
    });
  }
});

Deno.test("a page of a rare outcome reads at most 10,000 entries and says where to continue", async () => {
  const log = createLog(
    Array.from({ length: 25_000 }, (_, i) => i === 3 || i === 24_000 ? "internal" : "ok"),
  );
  const found: number[] = [];
  let before: string | undefined;
  for (let page = 0; page < 3; page++) {
    const { entries, next } = await readLogPage(log, {
      ...REQUESTER,
      outcome: "internal",
      limit: 50,
      before,
    });
    assert.ok(log.takeRead()! <= 10_000);
    found.push(entries.length);
    assert.equal(next === null, page === 2);
    before = next ?? undefined;
  }
  assert.deepEqual(found, [1, 0, 1]);
});

Deno.test("a page of all outcomes is one read", async () => {
  const log = createLog(["ok", "cancelled", "ok"]);
  const all = await readLogPage(log, { ...REQUESTER, limit: 3 });
  assert.deepEqual(all.entries.map(({ outcome }) => outcome), ["ok", "cancelled", "ok"]);
  assert.equal(all.next, null);
  log.takeRead();
  const first = await readLogPage(log, { ...REQUESTER, limit: 1 });
  assert.equal(log.takeRead(), 1);
  assert.deepEqual(first.entries, all.entries.slice(0, 1));
  const rest = await readLogPage(log, { ...REQUESTER, limit: 2, before: first.next! });
  assert.deepEqual(rest, { entries: all.entries.slice(1), next: null });
});
