import { accepts } from "hono/accepts";
import { isFormPost } from "./body.ts";
import type { AppContext } from "./context.ts";

/** How an answer is represented. A download is the text as an attachment. */
export type Representation = "json" | "text" | "events" | "page" | "download";

/** A representation that clients can name in `Accept`. */
type Negotiable = Exclude<Representation, "download"> | "ndjson" | "csv";

const MEDIA_TYPES: Readonly<Record<Negotiable, string>> = {
  json: "application/json",
  page: "text/html",
  text: "text/plain",
  ndjson: "application/x-ndjson",
  csv: "text/csv",
  events: "text/event-stream",
};

/**
 * Returns the offered representation that `Accept` prefers, or JSON if it names none of them. The
 * range `text/*` stands for plain text; other ranges are ignored. A form with an `Authorization` header never gets a page,
 * because browsers do not send that header with forms.
 */
export function negotiate<Offered extends Negotiable>(
  context: AppContext,
  offered: readonly Offered[],
): Offered | "json" {
  const accept = context.req.header("accept");
  if (accept === undefined || accept === "*/*") return "json";
  const possible = isAuthorizedForm(context) ? offered.filter((name) => name !== "page") : offered;
  const chosen = accepts(context, {
    header: "Accept",
    supports: possible.map((name) => MEDIA_TYPES[name]),
    default: MEDIA_TYPES.json,
    // Hono sorts by preference and puts unacceptable types (q=0) last.
    match: (accepted, { supports, default: fallback }) =>
      accepted.filter(({ q }) => q > 0).map(({ type }) => typeOf(type.toLowerCase()))
        .find((type) => supports.includes(type)) ?? fallback,
  });
  return possible.find((name) => MEDIA_TYPES[name] === chosen) ?? "json";
}

/** Pages, events and exports are for clients that name them. */
function typeOf(range: string): string {
  return range === "text/*" ? MEDIA_TYPES.text : range;
}

/** Whether the client prefers HTML to JSON, as browsers do. */
export function wantsPage(context: AppContext): boolean {
  return negotiate(context, ["json", "page"]) === "page";
}

/** Returns the representation of an answer. Pages request a download with a `download` field. */
export function answerRepresentation(
  context: AppContext,
  values: Readonly<Record<string, unknown>>,
): Representation {
  const named = negotiate(context, ["json", "page", "text", "events"]);
  return named === "page" && values.download !== undefined ? "download" : named;
}

/**
 * Returns the maximum number of digits of a long result that events include in full, from
 * `Accept: text/event-stream;digits=3000` or `digits=all`; 0 by default.
 */
export function maxDigitsInEvents(context: AppContext): number {
  const digits = accepts(context, {
    header: "Accept",
    supports: [],
    default: "",
    match: (accepted) =>
      accepted.find(({ type }) => type.toLowerCase() === MEDIA_TYPES.events)?.params.digits ?? "",
  });
  if (digits === "all") return Infinity;
  return /^\d{1,15}$/.test(digits) ? Number(digits) : 0;
}

function isAuthorizedForm(context: AppContext): boolean {
  return isFormPost(context) && context.req.header("authorization") !== undefined;
}
