import type { Session } from "../../domain/accounts/types.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import type { EntryView } from "../../views/views.ts";
import type { AppContext } from "../context.ts";
import type { LogFilter } from "../log_filter.ts";
import type { RenderPage } from "./layout.ts";

/** Characters of a value that the table shows, and of each end of a longer result. */
const SHOWN_CHARACTERS = 28;
const SHOWN_END = 12;

export interface LogPages {
  entries(context: AppContext, page: {
    readonly session: Session;
    readonly filter: LogFilter;
    readonly entries: readonly LogEntry[];
    readonly next: string | null;
  }): Promise<Response>;
  /** To the sign-in page, and from there back. */
  signInFirst(context: AppContext): Response;
}

export interface LogPagesOptions {
  readonly operationNames: readonly string[];
  readonly showPage: RenderPage;
}

export function createLogPages({ operationNames, showPage }: LogPagesOptions): LogPages {
  return {
    entries: (context, { session, filter, entries, next }) =>
      showPage(context, "logs", {
        entries: entries.map(entryView),
        showUsers: session.role === "admin",
        operation: filter.operation ?? "",
        operationNames,
        user: filter.user ?? "",
        next: next === null ? undefined : olderPage(filter, next),
        isFirstPage: filter.cursor === undefined,
      }, { title: "History" }),

    signInFirst: (context) => {
      const query = new URLSearchParams(context.req.query()).toString();
      const next = query === "" ? "/logs" : `/logs?${query}`;
      return context.redirect(`/login?${new URLSearchParams({ next })}`, 303);
    },
  };
}

function olderPage({ user, operation, limit }: LogFilter, cursor: string): string {
  const query = new URLSearchParams({ limit: String(limit), cursor });
  if (user !== undefined) query.set("user", user);
  if (operation !== undefined) query.set("operation", operation);
  return `/logs?${query}`;
}

function entryView(entry: LogEntry): EntryView {
  const inputs = Object.values(entry.input);
  const path = findOperation(entry.operation)?.paths[0];
  const isWhole = inputs.every((text) => !text.includes("…"));
  const again = path && isWhole ? `${path}?${new URLSearchParams(entry.input)}` : undefined;
  return {
    id: entry.id,
    timestamp: entry.timestamp,
    username: entry.username,
    operation: entry.operation,
    input: clip(
      Object.entries(entry.input).map(([name, text]) => `${name} = ${text}`).join(", "),
    ),
    result: ends(entry.result ?? `${entry.first}…${entry.last}`),
    digits: entry.digits?.toLocaleString("en") ?? "",
    outcome: entry.outcome,
    elapsed: `${entry.elapsed_ms.toLocaleString("en")} ms`,
    again: again && again.length <= 500 ? again : undefined,
  };
}

function ends(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_END)}…${text.slice(-SHOWN_END)}`;
}

function clip(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
