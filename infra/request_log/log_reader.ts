import { sql } from "kysely";
import { ServiceError } from "../../domain/errors.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import { createPauses } from "../../domain/pauses.ts";
import type { LogCountQuery, LogPage, LogQuery, LogReader } from "../../domain/ports.ts";
import type { Database } from "../database/database.ts";
import { firstUuidOf } from "../database/first_uuid_of.ts";
import { logUserId } from "../database/log_user_id.ts";
import { mapDatabaseErrors } from "../database/map_database_errors.ts";
import type { ReadAdmission } from "./read_admission.ts";
import { restoreEntry } from "./stored_entry.ts";
import { ENTRY_COLUMNS, readRows, type StoredRow } from "./stored_rows.ts";

/** A page ends when its entries have this many characters of JSON. */
const PAGE_CHARACTERS = 4 * 2 ** 20;

/** Approximate size of one statement's result, after the first statement of a page. */
const STATEMENT_CHARACTERS = 2 ** 20;

/** Rows of the first statement of a page: entries may have 100 kB. */
const FIRST_ROWS = 51;

export interface LogReaderOptions {
  readonly database: Pick<Database, "kysely" | "features" | "isDamage">;
  readonly admission: ReadAdmission;
  /** Called with the id of each damaged entry that is read. */
  readonly onDamagedEntry: (id: string) => void;
}

export function createLogReader(options: LogReaderOptions): LogReader {
  const { database, admission, onDamagedEntry } = options;

  async function readPage(query: LogQuery): Promise<LogPage> {
    const wanted = query.limit + 1;
    const rows: StoredRow[] = [];
    let characters = 0;
    let atOnce = FIRST_ROWS;
    while (characters < PAGE_CHARACTERS) {
      const limit = Math.min(atOnce, wanted - rows.length);
      const before = rows.at(-1)?.id ?? query.before;
      const found = await readRows(database, { ...query, before, limit });
      rows.push(...found);
      characters += charactersOf(found);
      if (found.length < limit) return { entries: await parseAll(rows), next: null };
      // One extra row shows whether there is a next page.
      if (rows.length === wanted) return await pageOf(rows.slice(0, -1));
      atOnce = Math.ceil(STATEMENT_CHARACTERS * rows.length / Math.max(1, characters));
    }
    return await pageOf(rows);
  }

  async function pageOf(rows: readonly StoredRow[]): Promise<LogPage> {
    return { entries: await parseAll(rows), next: rows.at(-1)!.id };
  }

  async function parseAll(rows: readonly StoredRow[]): Promise<LogEntry[]> {
    const pause = createPauses();
    const entries: LogEntry[] = [];
    for (const row of rows) {
      await pause();
      const entry = parse(row);
      if (entry) entries.push(entry);
    }
    return entries;
  }

  function parse(row: StoredRow): LogEntry | undefined {
    const parsed = parseRow(row);
    if (parsed === undefined) onDamagedEntry(row.id);
    return parsed;
  }

  async function find(id: string): Promise<LogEntry | undefined> {
    const row = await readRow(id);
    if (!row) return undefined;
    const entry = parse(row);
    if (entry) return entry;
    throw new ServiceError("gone", "The log entry is damaged and cannot be read");
  }

  async function readRow(id: string): Promise<StoredRow | undefined> {
    try {
      return await database.kysely.selectFrom("request_log").select(ENTRY_COLUMNS)
        .where("id", "=", id).executeTakeFirst();
    } catch (error) {
      if (database.isDamage(error)) return { id };
      throw error;
    }
  }

  async function count(userId: string): Promise<number> {
    const { entries } = await database.kysely.selectFrom("request_log")
      .select(({ fn }) => fn.countAll().as("entries"))
      .where("user_id", "=", logUserId(userId, database.features)).executeTakeFirstOrThrow();
    return Number(entries);
  }

  async function countByPeriod(
    { userId, boundaries, maxCount }: LogCountQuery,
  ): Promise<readonly number[]> {
    const ids = boundaries.map(firstUuidOf);
    const counts = ids.slice(1).map((end, index) => {
      let rows = database.kysely.selectFrom("request_log").select("id")
        .where("id", ">=", ids[index]!).where("id", "<", end);
      if (userId !== undefined) {
        rows = rows.where("user_id", "=", logUserId(userId, database.features));
      }
      return sql`(select count(*) from ${rows.limit(maxCount)} as entries)`
        .as(String(index));
    });
    const query = sql<Record<string, unknown>>`select ${sql.join(counts)}`;
    const { rows: [row = {}] } = await query.execute(database.kysely);
    return counts.map((_, index) => Number(row[index]));
  }

  return {
    page: (query) =>
      mapDatabaseErrors(() => admission.run(query.requesterId, () => readPage(query))),
    find: (id, requesterId) => mapDatabaseErrors(() => admission.run(requesterId, () => find(id))),
    count: (userId) => mapDatabaseErrors(() => admission.run(userId, () => count(userId))),
    countByPeriod: (query) =>
      mapDatabaseErrors(() => admission.run(query.requesterId, () => countByPeriod(query))),
  };
}

function charactersOf(rows: readonly StoredRow[]): number {
  return rows.reduce((sum, { entry }) => sum + (entry?.length ?? 0), 0);
}

/** The entry of a row; undefined if it is damaged. */
function parseRow(row: StoredRow): LogEntry | undefined {
  if (row.entry === undefined) return undefined;
  try {
    const entry: Partial<LogEntry> = restoreEntry(row);
    return entry.id?.toLowerCase() === row.id && hasMembers(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** A check of the members that every page needs; validating the whole entry takes much longer. */
function hasMembers(entry: Partial<LogEntry>): entry is LogEntry {
  const { operation, input, outcome, timestamp, elapsed_ms: elapsed } = entry;
  return typeof operation === "string" && typeof input === "object" && input !== null &&
    typeof outcome === "string" && typeof timestamp === "string" && typeof elapsed === "number";
}
