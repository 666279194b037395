import { DELETED_USERNAME } from "../../domain/accounts/types.ts";
import type { Database } from "../database/database.ts";
import type { PendingEntry } from "./pending_entry.ts";
import { readRows, type StoredRow } from "./stored_rows.ts";

/** Entries read and rewritten at a time: more would delay commits. */
const BATCH_ROWS = 100;

/**
 * Time after the deletion of an account in which its entries are searched again: calculations that
 * were running may have been recorded later.
 */
const SEARCH_AGAIN_MS = 24 * 3_600_000;

/** Differences between the clocks of processes. */
const CLOCK_SKEW_MS = 3_600_000;

type LogDatabase = Pick<Database, "kysely" | "features" | "isDamage">;
type WritableDatabase = Pick<Database, "kysely" | "features">;

/**
 * Removes the names of deleted users from their log entries, and returns the number of entries that
 * were changed. Entries that cannot be read keep what they have. Throws the errors of the driver.
 */
export async function forgetNames(database: LogDatabase, now: number): Promise<number> {
  const users = await database.kysely.selectFrom("deleted_users").selectAll()
    .where(({ eb, or }) =>
      or([eb("forgotten_at_ms", "is", null), eb("deleted_at_ms", ">", now - SEARCH_AGAIN_MS)])
    ).execute();
  let changed = 0;
  for (const { id, deleted_at_ms: deletedAt, forgotten_at_ms: forgottenAt } of users) {
    const from = forgottenAt === null ? undefined : Number(deletedAt) - CLOCK_SKEW_MS;
    changed += await forgetNameOf(database, id, from);
    await database.kysely.updateTable("deleted_users").set({ forgotten_at_ms: now })
      .where("id", "=", id).execute();
  }
  return changed;
}

/** Removes the names of deleted users from entries that have just been stored. */
export async function forgetStoredNames(
  database: WritableDatabase,
  entries: readonly PendingEntry[],
): Promise<void> {
  const users = [...new Set(entries.map(({ user }) => user))];
  const deleted = await database.kysely.selectFrom("deleted_users").select("id")
    .where("id", "in", users).execute();
  if (deleted.length === 0) return;
  const ids = new Set(deleted.map(({ id }) => id));
  const rows = entries.filter(({ user }) => ids.has(user))
    .map(({ id, storedJson }) => ({ id, entry: storedJson() }));
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    await rewrite(database, rows.slice(at, at + BATCH_ROWS));
  }
}

async function forgetNameOf(
  database: LogDatabase,
  userId: string,
  from: number | undefined,
): Promise<number> {
  let changed = 0;
  let before: string | undefined;
  for (;;) {
    const rows = await readRows(database, {
      requesterId: userId,
      userId,
      from,
      before,
      limit: BATCH_ROWS,
    });
    changed += await rewrite(database, rows);
    if (rows.length < BATCH_ROWS) return changed;
    before = rows.at(-1)!.id;
  }
}

/**
 * Returns the number of entries that had a name. Entries deleted meanwhile stay deleted. Locks rows
 * in the order of their ids, as all writers do.
 */
async function rewrite(
  { kysely, features }: WritableDatabase,
  rows: readonly Pick<StoredRow, "id" | "entry">[],
): Promise<number> {
  const changes = rows.flatMap(({ id, entry }) => {
    const nameless = entry === undefined ? undefined : withoutNames(entry);
    return nameless === undefined ? [] : [{ id, nameless }];
  });
  const [first, ...others] = changes;
  if (first === undefined) return 0;
  const locked = kysely.selectFrom("request_log").select("id")
    .where("id", "in", changes.map(({ id }) => id)).orderBy("id")
    .$if(features.rowLocks, (rows) => rows.forUpdate());
  await kysely.with("named", () => locked).updateTable("request_log")
    .set(({ case: choose, ref }) => ({
      entry: others.reduce(
        (choice, { id, nameless }) => choice.when(id).then(nameless),
        choose("id").when(first.id).then(first.nameless),
      ).else(ref("entry")).end(),
    }))
    .where("id", "in", ({ selectFrom }) => selectFrom("named").select("id")).execute();
  return changes.length;
}

/** The entry without names of the user's choice; undefined if it has none or is damaged. */
function withoutNames(json: string): string | undefined {
  try {
    const entry = JSON.parse(json);
    if (entry.username === DELETED_USERNAME) return undefined;
    return JSON.stringify({
      ...entry,
      username: DELETED_USERNAME,
      ...("key_name" in entry && { key_name: DELETED_USERNAME }),
    });
  } catch {
    return undefined;
  }
}
