import type { LogEntry, Outcome } from "./log_entry.ts";
import type { LogQuery, LogReader } from "./ports.ts";

/** Number of entries read at a time to find those with an outcome. */
const READ_ENTRIES = 1_000;

/** Maximum number of entries read for one page. */
const MAX_READ_ENTRIES = 10_000;

export interface LogPageQuery extends LogQuery {
  /** Only entries with this outcome. */
  readonly outcome?: Outcome | undefined;
}

export interface LogPage {
  /** By descending id. */
  readonly entries: readonly LogEntry[];
  /** Cursor of the next page; null if there is none. */
  readonly next: string | null;
}

/**
 * Reads a page of the log. The outcome is not indexed, so a page of a rare outcome may end before it
 * is full, with a cursor to continue.
 */
export async function readLogPage(
  reader: Pick<LogReader, "page">,
  { outcome, ...query }: LogPageQuery,
): Promise<LogPage> {
  const { limit } = query;
  if (outcome === undefined) {
    // One extra entry shows whether there is a next page.
    return pageOf(await reader.page({ ...query, limit: limit + 1 }), limit);
  }
  const found: LogEntry[] = [];
  let { before } = query;
  for (let read = 0; read < MAX_READ_ENTRIES; read += READ_ENTRIES) {
    const entries = await reader.page({ ...query, before, limit: READ_ENTRIES });
    found.push(...entries.filter((entry) => entry.outcome === outcome));
    if (found.length > limit || entries.length < READ_ENTRIES) return pageOf(found, limit);
    before = entries.at(-1)!.id;
  }
  return { entries: found, next: before! };
}

function pageOf(entries: readonly LogEntry[], limit: number): LogPage {
  if (entries.length <= limit) return { entries, next: null };
  const page = entries.slice(0, limit);
  return { entries: page, next: page.at(-1)!.id };
}
