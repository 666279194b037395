import { accepts } from "hono/accepts";
import { publicPath } from "./base_path.ts";
import type { AppContext } from "./context.ts";

/**
 * Whether the script of a page asks for the page as the last server-sent event, whatever its
 * status: `Accept: text/event-stream;view=page`.
 */
export function wantsPageEvents(context: AppContext): boolean {
  const view = accepts(context, {
    header: "Accept",
    supports: [],
    default: "",
    match: (accepted) =>
      accepted.find(({ type }) => type.toLowerCase() === "text/event-stream")?.params.view ?? "",
  });
  return view === "page";
}

/** The last event: a page to show and its address, or only an address to go to. */
export type PageEvent =
  | { readonly html: string; readonly url: string | undefined }
  | { readonly location: string };

export function pageEvent(context: AppContext, event: PageEvent): ReadableStream<Uint8Array> {
  const text = `event: page\ndata: ${JSON.stringify(withBasePath(context, event))}\n\n`;
  return ReadableStream.from([new TextEncoder().encode(text)]);
}

function withBasePath(context: AppContext, event: PageEvent): PageEvent {
  if ("location" in event) return { location: publicPath(context, event.location) };
  return { ...event, url: event.url && publicPath(context, event.url) };
}

/** A response that consists of the last event. */
export function pageEventResponse(context: AppContext, event: PageEvent): Response {
  return context.body(pageEvent(context, event), 200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
}
