import * as z from "zod";

const TIME =
  /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/i;

/**
 * A query parameter for a time (RFC 3339), as milliseconds since 1970. A time without an offset, as
 * browsers send it, is UTC; a date is its first moment. Fractions of a millisecond are rounded up.
 */
export function timeParameter() {
  return z.string().transform((text, context): number => {
    const time = readTime(text);
    if (time !== undefined) return time;
    context.issues.push({
      code: "custom",
      message: "Use a time such as 2026-01-31T12:00:00Z; in a URL, write + as %2B",
      input: undefined,
    });
    return z.NEVER;
  });
}

function readTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, date = "", minutes = "00:00", seconds = "00", fraction = "", offset = "Z"] = match;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Date.parse() accepts February 30 as March 2.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(date)) {
    return undefined;
  }
  const time = Date.parse(`${date}T${minutes}:${seconds}${offset.toUpperCase()}`);
  return Number.isNaN(time) ? undefined : time + millisecondsOf(fraction);
}

function millisecondsOf(fraction: string): number {
  const hasMore = /[1-9]/.test(fraction.slice(3));
  return Number(fraction.slice(0, 3).padEnd(3, "0")) + (hasMore ? 1 : 0);
}
