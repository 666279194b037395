import type { LogEntry, Outcome } from "./log_entry.ts";
import type { LogPage, LogQuery, LogReader } from "./ports.ts";

/** Number of entries read at a time to find those with an outcome. */
const READ_ENTRIES = 1_000;

/** Maximum number of reads for one page. */
const MAX_READS = 10;

export interface LogPageQuery extends LogQuery {
  /** Only entries with this outcome. */
  readonly outcome?: Outcome | undefined;
}

/** Those of the next `limit` entries that have the outcome. */
export async function readPart(
  reader: Pick<LogReader, "page">,
  { outcome, ...query }: LogPageQuery,
): Promise<LogPage> {
  const { entries, next } = await reader.page(query);
  const hasOutcome = (entry: LogEntry) => outcome === undefined || entry.outcome === outcome;
  return { entries: entries.filter(hasOutcome), next };
}

/**
 * Reads a page of the log. The outcome is not indexed, so a page of a rare outcome may end before it
 * is full, with a cursor to continue.
 */
export async function readLogPage(
  reader: Pick<LogReader, "page">,
  query: LogPageQuery,
): Promise<LogPage> {
  const { outcome, limit } = query;
  if (outcome === undefined) return await reader.page(query);
  const found: LogEntry[] = [];
  let before = query.before;
  for (let reads = 0; reads < MAX_READS; reads++) {
    const { entries, next } = await readPart(reader, { ...query, before, limit: READ_ENTRIES });
    found.push(...entries);
    if (found.length > limit) return firstOf(found, limit);
    if (next === null) return { entries: found, next };
    before = next;
  }
  return { entries: found, next: before! };
}

function firstOf(entries: readonly LogEntry[], limit: number): LogPage {
  const page = entries.slice(0, limit);
  return { entries: page, next: page.at(-1)!.id };
}
