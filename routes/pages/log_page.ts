import type { Principal } from "../../domain/accounts/principal.ts";
import { type LogEntry, type Outcome, OUTCOMES } from "../../domain/log_entry.ts";
import { findOperation, type Operation } from "../../domain/operations/mod.ts";
import type { EntryView } from "../../views/views.ts";
import type { AppContext } from "../context.ts";
import type { LogFilter } from "../log_filter.ts";
import type { RenderPage } from "./layout.ts";

/** Maximum number of characters of a value in the table, and of each end of a longer result. */
const SHOWN_CHARACTERS = 28;
const SHOWN_END_CHARACTERS = 12;

/** Maximum number of characters of a link that repeats a question. */
const MAX_LINK_CHARACTERS = 500;

/** The history page: recorded calculations, with a filter and links to older entries. */
export interface LogPage {
  show(context: AppContext, page: {
    readonly principal: Principal;
    readonly filter: LogFilter;
    readonly entries: readonly LogEntry[];
    /** Cursor of the next page; null on the last one. */
    readonly next: string | null;
  }): Promise<Response>;
}

export interface LogPageOptions {
  readonly operations: readonly Operation[];
  readonly renderPage: RenderPage;
}

export function createLogPage({ operations, renderPage }: LogPageOptions): LogPage {
  const operationNames = operations.map(({ name, title }) => ({ name, title }));
  return {
    show: (context, { principal, filter, entries, next }) =>
      renderPage(context, "logs", {
        entries: entries.map(entryView),
        showUsers: principal.role === "admin",
        operation: filter.operation ?? "",
        operations: operationNames,
        outcome: filter.outcome ?? "",
        outcomes: OUTCOMES.map((name) => ({ name, title: outcomeText(name) })),
        from: inputTime(filter.from),
        to: inputTime(filter.to),
        user: filter.user ?? "",
        newest: filter.cursor === undefined ? undefined : logLink(filter, undefined),
        older: next === null ? undefined : logLink(filter, next),
      }, { title: "History" }),
  };
}

/** A link to a page with the same filter. */
function logLink(filter: LogFilter, cursor: string | undefined): string {
  const { user, operation, outcome, limit } = filter;
  const [from, to] = [filter.from, filter.to].map((time) =>
    time === undefined ? undefined : new Date(time).toISOString()
  );
  const query = new URLSearchParams();
  const members = { user, operation, outcome, from, to, limit, cursor };
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return `/logs?${query}`;
}

/** A time as the value of an input of type `datetime-local`, in UTC. */
function inputTime(time: number | undefined): string {
  return time === undefined ? "" : new Date(time).toISOString().slice(0, 19);
}

function outcomeText(outcome: Outcome): string {
  return outcome.replaceAll("_", " ");
}

function entryView(entry: LogEntry): EntryView {
  const fields = Object.entries(entry.input).map(([name, value]) =>
    [name, [value].flat()] as const
  );
  return {
    id: entry.id,
    timestamp: entry.timestamp,
    username: entry.username,
    operation: findOperation(entry.operation)?.title ?? entry.operation,
    input: clip(fields.map(([name, texts]) => `${name} = ${texts.join(" ")}`).join(", ")),
    result: ends(entry.result ?? `${entry.first}…${entry.last}`),
    digits: entry.digits?.toLocaleString("en") ?? "",
    outcome: entry.outcome === "ok" ? undefined : outcomeText(entry.outcome),
    elapsed: `${entry.elapsed_ms.toLocaleString("en")} ms`,
    again: questionLink(entry.operation, fields),
  };
}

/** Returns a link to the same question; undefined if the input is abbreviated or too long. */
function questionLink(
  operation: string,
  fields: readonly (readonly [name: string, texts: readonly string[]])[],
): string | undefined {
  const path = findOperation(operation)?.paths[0];
  const members = fields.flatMap(([name, texts]) => texts.map((text) => [name, text]));
  if (path === undefined || members.some(([, text]) => text!.includes("…"))) return undefined;
  const link = `${path}?${new URLSearchParams(members)}`;
  return link.length <= MAX_LINK_CHARACTERS ? link : undefined;
}

function ends(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_END_CHARACTERS)}…${text.slice(-SHOWN_END_CHARACTERS)}`;
}

function clip(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
