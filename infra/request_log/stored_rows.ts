import type { Kysely } from "kysely";
import type { LogQuery } from "../../domain/ports.ts";
import type { Database } from "../database/database.ts";
import { firstUuidOf } from "../database/first_uuid_of.ts";
import type { Schema } from "../database/schema.ts";

/** A row of the request log; `entry` is undefined if the database cannot read it. */
export interface StoredRow {
  readonly id: string;
  readonly entry: string | undefined;
}

type ReadableDatabase = Pick<Database, "kysely" | "isDamage">;

/**
 * Returns matching rows by descending id. Damage costs only the rows that it affects, as long as the
 * index can be read. Throws the errors of the driver.
 */
export async function readRows(
  database: ReadableDatabase,
  query: LogQuery,
): Promise<readonly StoredRow[]> {
  const ids = matchingIds(database.kysely, query);
  try {
    return await database.kysely.selectFrom("request_log").select(["id", "entry"])
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
        ...await database.kysely.selectFrom("request_log").select(["id", "entry"])
          .where("id", "in", some).orderBy("id", "desc").execute(),
      );
    } catch (error) {
      if (!database.isDamage(error)) throw error;
      const middle = Math.floor(some.length / 2);
      if (middle === 0) found.push({ id: some[0]!, entry: undefined });
      else pending.push(some.slice(middle), some.slice(0, middle));
    }
  }
  return found;
}

/** Reads only the index; entries that do not match are never loaded. */
function matchingIds(database: Kysely<Schema>, query: LogQuery) {
  const { userId, operation, from, to, before, limit } = query;
  let ids = database.selectFrom("request_log").select("id");
  if (userId !== undefined) ids = ids.where("user_id", "=", userId);
  if (operation !== undefined) ids = ids.where("operation", "=", operation);
  if (from !== undefined) ids = ids.where("id", ">=", firstUuidOf(from));
  if (to !== undefined) ids = ids.where("id", "<", firstUuidOf(to));
  if (before !== undefined) ids = ids.where("id", "<", before);
  return ids.orderBy("id", "desc").limit(limit);
}
