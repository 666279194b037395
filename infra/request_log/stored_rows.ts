import type { LogQuery } from "../../domain/ports.ts";
import type { Database } from "../database/database.ts";
import { firstUuidOf } from "../database/first_uuid_of.ts";
import { logUserId } from "../database/log_user_id.ts";
import type { EntryRow } from "./stored_entry.ts";

/** A row of the request log, or only its id if the database cannot read it. */
export type StoredRow = EntryRow | UnreadableRow;

interface UnreadableRow {
  readonly id: string;
  readonly entry?: undefined;
}

export const ENTRY_COLUMNS = ["id", "user_id", "operation", "entry"] as const;

type ReadableDatabase = Pick<Database, "kysely" | "features" | "isDamage">;

/**
 * Returns matching rows by descending id. Damage costs only the rows that it affects, as long as the
 * index can be read. Throws the errors of the driver.
 */
export async function readRows(
  database: ReadableDatabase,
  query: LogQuery,
): Promise<readonly StoredRow[]> {
  const ids = matchingIds(database, query);
  try {
    return await database.kysely.selectFrom("request_log").select(ENTRY_COLUMNS)
      .where("id", "in", ids).orderBy("id", "desc").execute();
  } catch (error) {
    if (!database.isDamage(error)) throw error;
    const rows = await ids.execute();
    return await readReadable(database, rows.map(({ id }) => id));
  }
}

/** Bisects the ids until each row that cannot be read is alone. */
async function readReadable(
  database: ReadableDatabase,
  ids: readonly string[],
): Promise<readonly StoredRow[]> {
  const found: StoredRow[] = [];
  const pending = [ids];
  for (let some = pending.pop(); some !== undefined; some = pending.pop()) {
    if (some.length === 0) continue;
    try {
      found.push(
        ...await database.kysely.selectFrom("request_log").select(ENTRY_COLUMNS)
          .where("id", "in", some).orderBy("id", "desc").execute(),
      );
    } catch (error) {
      if (!database.isDamage(error)) throw error;
      const middle = Math.floor(some.length / 2);
      if (middle === 0) found.push({ id: some[0]! });
      else pending.push(some.slice(middle), some.slice(0, middle));
    }
  }
  return found;
}

/** Reads only the index; entries that do not match are never loaded. */
function matchingIds({ kysely, features }: ReadableDatabase, query: LogQuery) {
  const { userId, operation, from, to, before, limit } = query;
  let ids = kysely.selectFrom("request_log").select("id");
  if (userId !== undefined) ids = ids.where("user_id", "=", logUserId(userId, features));
  if (operation !== undefined) ids = ids.where("operation", "=", operation);
  if (from !== undefined) ids = ids.where("id", ">=", firstUuidOf(from));
  if (to !== undefined) ids = ids.where("id", "<", firstUuidOf(to));
  if (before !== undefined) ids = ids.where("id", "<", before);
  return ids.orderBy("id", "desc").limit(limit);
}
