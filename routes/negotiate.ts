import { accepts } from "hono/accepts";
import type { AppContext } from "./context.ts";

export type Format = "json" | "html" | "text" | "ndjson";

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: "application/json",
  html: "text/html",
  text: "text/plain",
  ndjson: "application/x-ndjson",
};

/** The offered format that the client names first, otherwise the fallback. */
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
  });
  return offered.find((format) => MEDIA_TYPES[format] === chosen) ?? fallback;
}

/** Whether the client names HTML before JSON: a browser that opens a page. */
export function wantsPage(context: AppContext): boolean {
  return preferredFormat(context, ["json", "html"]) === "html";
}
