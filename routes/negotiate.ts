import { accepts } from "hono/accepts";
import type { AppContext } from "./context.ts";

export type Format = "json" | "html" | "text" | "ndjson" | "events";

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: "application/json",
  html: "text/html",
  text: "text/plain",
  ndjson: "application/x-ndjson",
  events: "text/event-stream",
};

/** The offered format that the client names first, otherwise the fallback; ranges name none. */
export function preferredFormat(
  context: AppContext,
  offered: readonly Format[],
  fallback: Format = "json",
): Format {
  const accept = context.req.header("accept");
  if (accept === undefined || accept === "*/*") return fallback;
  const chosen = accepts(context, {
    header: "Accept",
    supports: offered.map((format) => MEDIA_TYPES[format]),
    default: MEDIA_TYPES[fallback],
    // Hono hands them over by preference, those refused with q=0 last.
    match: (accepted, { supports, default: other }) =>
      accepted.filter(({ q }) => q > 0).map(({ type }) => type.toLowerCase())
        .find((type) => supports.includes(type)) ?? other,
  });
  return offered.find((format) => MEDIA_TYPES[format] === chosen) ?? fallback;
}

/**
 * Digits up to which the client wants results in events in full, from `text/event-stream;digits=3000`
 * or `digits=all`; 0 if it does not say.
 */
export function digitsInEvents(context: AppContext): number {
  const wanted = accepts(context, {
    header: "Accept",
    supports: [],
    default: "",
    match: (accepted) =>
      accepted.find(({ type }) => type.toLowerCase() === MEDIA_TYPES.events)?.params.digits ?? "",
  });
  if (wanted === "all") return Infinity;
  return /^\d{1,15}$/.test(wanted) ? Number(wanted) : 0;
}

/** Whether the client names HTML before JSON: a browser that opens a page. */
export function wantsPage(context: AppContext): boolean {
  return preferredFormat(context, ["json", "html"]) === "html";
}
