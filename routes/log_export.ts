import type { LogEntry } from "../domain/log_entry.ts";
import { type LogPageQuery, readPart } from "../domain/log_pages.ts";
import type { LogPage, LogReader } from "../domain/ports.ts";
import { CSV_HEADER, csvLine } from "./log_csv.ts";

/** Number of entries that an export reads at a time. */
const PAGE_ENTRIES = 100;

/** Bytes that an export holds: a page of long entries, as objects and text, and the kernel's buffer. */
export const EXPORT_BYTES = 8 * 2 ** 20;

/** How an export writes its entries. */
export interface ExportFormat {
  readonly contentType: string;
  readonly header: string;
  line(entry: LogEntry): string;
  /** Between the lines; nothing by default. */
  readonly separator?: string;
  /** After the last line; nothing by default. */
  readonly footer?: string;
}

export const EXPORT_FORMATS = {
  ndjson: {
    contentType: "application/x-ndjson",
    header: "",
    line: (entry) => JSON.stringify(entry) + "\n",
  },
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    header: CSV_HEADER,
    line: csvLine,
  },
} as const satisfies Record<string, ExportFormat>;

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Its limit bounds the whole export; `Infinity` for all entries. */
  readonly query: LogPageQuery;
}

/** Streams entries as fast as the client reads them. Throws if the first page cannot be read. */
export async function exportLog(
  reader: Pick<LogReader, "page">,
  { format, query }: ExportOptions,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  /** Entries that do not have the outcome are not kept, so that each is read once. */
  async function pageOf(left: number, before: string | undefined): Promise<LogPage> {
    const limit = query.outcome === undefined ? Math.min(left, PAGE_ENTRIES) : PAGE_ENTRIES;
    const { entries, next } = await readPart(reader, { ...query, before, limit });
    return { entries: entries.slice(0, left), next };
  }

  const first = await pageOf(query.limit, query.before);

  async function* lines(): AsyncGenerator<string> {
    const { separator = "", footer = "" } = format;
    let left = query.limit;
    let page = first;
    let isFirst = true;
    yield format.header;
    for (;;) {
      const text = page.entries.map(format.line).join(separator);
      yield isFirst || text === "" ? text : separator + text;
      isFirst &&= text === "";
      left -= page.entries.length;
      if (page.next === null || left <= 0) break;
      page = await pageOf(left, page.next);
    }
    yield footer;
  }

  async function* chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const encoder = new TextEncoder();
    for await (const text of lines()) if (text !== "") yield encoder.encode(text);
  }

  return ReadableStream.from(chunks());
}
