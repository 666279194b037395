import type { Principal } from "../../domain/accounts/principal.ts";
import { ServiceError } from "../../domain/errors.ts";
import { type LogEntry, OUTCOMES } from "../../domain/log_entry.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import type { Clock, LogReader } from "../../domain/ports.ts";
import type { EntryDayView, FilterErrors, PeriodView } from "../../views/data/history.ts";
import type { Views } from "../../views/views.ts";
import type { AppContext } from "../context.ts";
import type { LogFilter } from "../log_filter.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import { chartBoundaries, dayChart, MAX_DAY_COUNT } from "./day_chart.ts";
import { entryView, outcomeText } from "./entry_view.ts";
import type { RenderPage } from "./layout.ts";

const DAY_MS = 86_400_000;

/** Entries to show, and who sees them. */
export interface ShownLog {
  readonly principal: Principal;
  readonly filter: LogFilter;
  /** The user whose entries are shown; undefined for all users. */
  readonly userId: string | undefined;
  readonly entries: readonly LogEntry[];
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
}

/** A filter that was refused. */
export interface RefusedFilter {
  readonly principal: Principal;
  readonly values: Readonly<Record<string, string>>;
  readonly error: unknown;
}

/** The history page: recorded calculations by day, with a filter, a chart and exports. */
export interface LogPage {
  show(context: AppContext, log: ShownLog): Promise<Response>;
  /** Shows the filter as typed with its errors; rethrows errors that are not about the filter. */
  showError(context: AppContext, refused: RefusedFilter): Promise<Response>;
}

export interface LogPageOptions {
  readonly operations: readonly Operation[];
  readonly logReader: Pick<LogReader, "countByPeriod">;
  readonly clock: Pick<Clock, "now">;
  readonly renderPage: RenderPage;
}

export function createLogPage(options: LogPageOptions): LogPage {
  const { operations, logReader, clock, renderPage } = options;

  /** The parts of the page that do not depend on the entries. */
  function frame({ role }: Principal, filter: Partial<LogFilter>) {
    return {
      showUsers: role === "admin",
      operations: operations.map(({ name, title }) => ({ name, title })),
      outcomes: OUTCOMES.map((name) => ({ name, title: outcomeText(name) })),
      periods: periodsUntil(clock.now(), filter),
    };
  }

  async function show(context: AppContext, log: ShownLog): Promise<Response> {
    const { principal, filter, entries, next } = log;
    const { cursor: _, limit: __, format: ___, ...shown } = filter;
    const parts = frame(principal, filter);
    const { operation, outcome, user, from, to } = filter;
    const isOtherPeriod = (from ?? to) !== undefined &&
      !parts.periods.some(({ isCurrent }) => isCurrent);
    const view: Views["logs"] = {
      ...parts,
      days: daysOf(entries, principal.role === "admin"),
      chart: await chartOf(log),
      operation: operation ?? "",
      outcome: outcome ?? "",
      from: inputTime(from),
      to: inputTime(to),
      user: user ?? "",
      errors: {},
      isFilterOpen: isOtherPeriod || (operation ?? outcome ?? user) !== undefined,
      isFiltered: Object.values(shown).some((value) => value !== undefined),
      newest: filter.cursor === undefined ? undefined : logLink({ ...filter, cursor: undefined }),
      older: next === null ? undefined : logLink({ ...filter, cursor: next }),
      csv: logLink({ ...shown, format: "csv" }),
      ndjson: logLink({ ...shown, format: "ndjson" }),
    };
    return await renderPage(context, "logs", view, { title: "History" });
  }

  /** Only the first page of all operations has a chart: other counts would have no bound. */
  async function chartOf({ principal, filter, userId }: ShownLog) {
    const { cursor, operation, outcome, to } = filter;
    if (cursor !== undefined || operation !== undefined || outcome !== undefined) return undefined;
    const now = clock.now();
    const boundaries = chartBoundaries(Math.min(now, to === undefined ? now : to - 1));
    const query = { requesterId: principal.userId, userId, boundaries, maxCount: MAX_DAY_COUNT };
    return dayChart(boundaries, await logReader.countByPeriod(query));
  }

  async function showError(
    context: AppContext,
    { principal, values, error }: RefusedFilter,
  ): Promise<Response> {
    if (!(error instanceof ServiceError)) throw error;
    if (error.code !== "invalid_input" && error.code !== "not_found") throw error;
    prepareErrorResponse(context, error);
    const errors: FilterErrors = error.code === "not_found"
      ? { user: error.message }
      : Object.fromEntries(error.errors.map(({ field, message }) => [field, message]));
    const { operation = "", outcome = "", from = "", to = "", user = "" } = values;
    const view: Views["logs"] = {
      ...frame(principal, {}),
      days: undefined,
      chart: undefined,
      operation,
      outcome,
      from,
      to,
      user,
      errors,
      isFiltered: true,
      isFilterOpen: true,
      newest: undefined,
      older: undefined,
      csv: undefined,
      ndjson: undefined,
    };
    const { status } = PROBLEMS[error.code];
    return await renderPage(context, "logs", view, { title: "History", status });
  }

  return { show, showError };
}

/** Groups entries, which are in descending order, by day (UTC). */
function daysOf(entries: readonly LogEntry[], showUsers: boolean): EntryDayView[] {
  const days = Map.groupBy(entries, ({ timestamp }) => timestamp.slice(0, 10));
  return [...days].map(([date, entries]) => ({
    date,
    title: longDay(date),
    entries: entries.map((entry) => entryView(entry, showUsers)),
  }));
}

function longDay(date: string): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(time)) return date;
  return new Date(time).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

/** Links to the entries of recent days. */
function periodsUntil(now: number, { from, to }: Partial<LogFilter>): PeriodView[] {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const periods: readonly { readonly name: string; readonly from: number; readonly to?: number }[] =
    [
      { name: "Today", from: today },
      { name: "Yesterday", from: today - DAY_MS, to: today },
      { name: "Last 7 days", from: today - 6 * DAY_MS },
    ];
  return periods.map(({ name, ...period }) => ({
    name,
    link: logLink(period),
    isCurrent: period.from === from && period.to === to,
  }));
}

/** A link to the history with a filter. */
function logLink(filter: Partial<LogFilter>): string {
  const { user, operation, outcome, limit, cursor, format } = filter;
  const [from, to] = [filter.from, filter.to].map((time) =>
    time === undefined ? undefined : new Date(time).toISOString()
  );
  const query = new URLSearchParams();
  const members = { user, operation, outcome, from, to, limit, cursor, format };
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? "/logs" : `/logs?${query}`;
}

/** A time as the value of an input of type `datetime-local`, in UTC. */
function inputTime(time: number | undefined): string {
  return time === undefined ? "" : new Date(time).toISOString().slice(0, 19);
}
