import { accepts } from "hono/accepts";
import { isFormPost } from "./body.ts";
import type { AppContext } from "./context.ts";

/** How an answer is represented. A download is the text as an attachment. */
export type Representation = "json" | "text" | "events" | "page" | "download";

/** A representation that clients name in `Accept`. */
type Named = Exclude<Representation, "download"> | "ndjson";

const MEDIA_TYPES: Readonly<Record<Named, string>> = {
  json: "application/json",
  page: "text/html",
  text: "text/plain",
  ndjson: "application/x-ndjson",
  events: "text/event-stream",
};

/**
 * The offered representation that `Accept` prefers among those it names; JSON if it names none.
 * Ranges such as `text/*` name none. A form that a program posts with a bearer token never gets a
 * page in return.
 */
export function negotiate<Offered extends Named>(
  context: AppContext,
  offered: readonly Offered[],
): Offered | "json" {
  const accept = context.req.header("accept");
  if (accept === undefined || accept === "*/*") return "json";
  const possible = isFormOfProgram(context) ? offered.filter((name) => name !== "page") : offered;
  const chosen = accepts(context, {
    header: "Accept",
    supports: possible.map((name) => MEDIA_TYPES[name]),
    default: MEDIA_TYPES.json,
    // Hono sorts by preference and puts refused types (q=0) last.
    match: (accepted, { supports, default: fallback }) =>
      accepted.filter(({ q }) => q > 0).map(({ type }) => type.toLowerCase())
        .find((type) => supports.includes(type)) ?? fallback,
  });
  return possible.find((name) => MEDIA_TYPES[name] === chosen) ?? "json";
}

/** Whether the client names HTML before JSON: a browser that opens a page. */
export function wantsPage(context: AppContext): boolean {
  return negotiate(context, ["json", "page"]) === "page";
}

/** The representation of an answer: a page's form asks for a download with a member of that name. */
export function answerRepresentation(
  context: AppContext,
  values: Readonly<Record<string, unknown>>,
): Representation {
  const named = negotiate(context, ["json", "page", "text", "events"]);
  return named === "page" && values.download !== undefined ? "download" : named;
}

/**
 * Digits up to which the client wants results in events in full, from `text/event-stream;digits=3000`
 * or `digits=all`; 0 by default.
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

function isFormOfProgram(context: AppContext): boolean {
  return isFormPost(context) && context.req.header("authorization") !== undefined;
}
