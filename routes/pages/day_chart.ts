import type { DayChartView } from "../../views/data/history.ts";

const DAY_MS = 86_400_000;

/** Days in the chart, the last one that of the newest entries. */
const DAYS = 30;

/** A day with more entries is shown with this many, so that counting takes a bounded time. */
export const MAX_DAY_COUNT = 1_000;

const BAR_WIDTH = 20;
const HEIGHT = 56;

/** The midnights (UTC) around the days of the chart that ends with the day of a moment. */
export function chartBoundaries(moment: number): readonly number[] {
  const end = (Math.floor(moment / DAY_MS) + 1) * DAY_MS;
  return Array.from({ length: DAYS + 1 }, (_, index) => end - (DAYS - index) * DAY_MS);
}

/** The chart of the entries per day; undefined without entries. */
export function dayChart(
  boundaries: readonly number[],
  counts: readonly number[],
): DayChartView | undefined {
  const most = Math.max(...counts);
  if (most === 0) return undefined;
  const bars = counts.map((count, index) => {
    const height = count === 0 ? 0 : Math.max(2, Math.round(count / most * HEIGHT));
    const day = shortDay(boundaries[index]!);
    return {
      text: `${day}: ${countText(count)}`,
      count,
      x: index * BAR_WIDTH,
      y: HEIGHT - height,
      height,
    };
  });
  return {
    bars: bars.filter(({ count }) => count > 0),
    first: shortDay(boundaries[0]!),
    last: shortDay(boundaries.at(-2)!),
    text: bars.filter(({ count }) => count > 0).map(({ text }) => text).join(", "),
  };
}

function countText(count: number): string {
  return count < MAX_DAY_COUNT ? String(count) : `${count.toLocaleString("en")} or more`;
}

function shortDay(time: number): string {
  return new Date(time).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  });
}
