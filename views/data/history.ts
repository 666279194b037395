import type { FactView, FormulaPart } from "./answer.ts";

export interface EntryView {
  readonly id: string;
  readonly timestamp: string;
  /** Time of day, UTC. */
  readonly time: string;
  readonly question: readonly FormulaPart[];
  /** Link to the question; undefined if it cannot be repeated. */
  readonly again: string | undefined;
  /** With the sign between question and result; undefined if the calculation failed. */
  readonly result: readonly FormulaPart[] | undefined;
  /** How the calculation failed; undefined if it has a result. */
  readonly outcome: string | undefined;
  readonly facts: readonly string[];
}

/** The entries of a day. */
export interface EntryDayView {
  /** UTC, as in 2026-01-31. */
  readonly date: string;
  readonly title: string;
  readonly entries: readonly EntryView[];
}

/** A bar chart of calculations per day; positions are units of the drawing. */
export interface DayChartView {
  readonly bars: readonly {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly height: number;
  }[];
  readonly first: string;
  readonly last: string;
  /** The chart in words. */
  readonly text: string;
}

/** A link to the entries of recent days. */
export interface PeriodView {
  readonly name: string;
  readonly link: string;
  /** Whether the page shows this period. */
  readonly isCurrent: boolean;
}

/** Messages by field of the filter. */
export type FilterErrors = Readonly<Record<string, string>>;

/** An option of a menu. */
export interface ChoiceView {
  readonly name: string;
  readonly title: string;
}

/** The history. */
export interface HistoryView {
  /** Undefined if the filter was refused. */
  readonly days: readonly EntryDayView[] | undefined;
  readonly chart: DayChartView | undefined;
  readonly showUsers: boolean;
  readonly operation: string;
  readonly operations: readonly ChoiceView[];
  readonly outcome: string;
  readonly outcomes: readonly ChoiceView[];
  /** Values of `datetime-local` inputs, in UTC. */
  readonly from: string;
  readonly to: string;
  readonly user: string;
  readonly errors: FilterErrors;
  readonly isFiltered: boolean;
  /** Whether the form of the filter is unfolded. */
  readonly isFilterOpen: boolean;
  readonly periods: readonly PeriodView[];
  /** Links to other pages with the same filter. */
  readonly newest: string | undefined;
  readonly older: string | undefined;
  /** Links to all entries of the filter as files. */
  readonly csv: string | undefined;
  readonly ndjson: string | undefined;
}

/** The page of one recorded calculation. */
export interface EntryPageView {
  readonly id: string;
  readonly timestamp: string;
  readonly question: readonly FormulaPart[];
  readonly again: string | undefined;
  readonly result: readonly FormulaPart[] | undefined;
  readonly outcome: string | undefined;
  /** Whether the log does not have the whole result. */
  readonly isAbbreviated: boolean;
  readonly facts: readonly FactView[];
}
