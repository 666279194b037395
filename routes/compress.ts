import { type ContentCoding, contentCoding } from "./content_coding.ts";
import type { AppContext } from "./context.ts";
import { wantsPageEvents } from "./page_events.ts";

/** A shorter body is one packet in any case. */
const MIN_LENGTH = 1_024;

/** A longer body takes more than 3 ms. Digits, which halve at best, are streamed beyond 64 KiB. */
const MAX_LENGTH = 2 ** 18;

/** Level 6 takes twice the time for pages that are 1.5 % shorter. */
const LEVEL = 4;

/** `Sec-Fetch-Site` of requests that no other site has caused. */
const OWN_SITES: ReadonlySet<string | undefined> = new Set(["same-origin", "none"]);

type Body = string | Uint8Array<ArrayBuffer>;

/**
 * Returns the coding of a body that is compressed for its client, or undefined. A response that has
 * a secret is not compressed, and does not ask.
 */
export function codingOf(context: AppContext, body: Body): ContentCoding | undefined {
  const isAllowed = isCompressible(context, body) && !isChosenByAnotherSite(context);
  return isAllowed ? contentCoding(context, ["gzip"]) : undefined;
}

/** Compresses a body for a client that accepts it, and sets `Content-Encoding` and `Vary`. */
export function compress(context: AppContext, body: Body): Body {
  if (!isCompressible(context, body)) return body;
  context.header("Vary", "Accept-Encoding", { append: true });
  const coding = codingOf(context, body);
  if (coding === undefined) return body;
  context.header("Content-Encoding", coding);
  const { gzipSync } = globalThis.process.getBuiltinModule("node:zlib");
  return new Uint8Array(gzipSync(body, { level: LEVEL }));
}

/**
 * Compresses an export for a client that accepts it, and sets `Content-Encoding` and `Vary`. Only a whole
 * export is of use, so that nothing has to be flushed in between.
 */
export function compressExport(
  context: AppContext,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array> {
  context.header("Vary", "Accept-Encoding", { append: true });
  const coding = isChosenByAnotherSite(context) ? undefined : contentCoding(context, ["gzip"]);
  if (coding === undefined) return body;
  context.header("Content-Encoding", coding);
  return body.pipeThrough(new CompressionStream(coding));
}

/** A page inside an event is part of a stream. */
function isCompressible(context: AppContext, { length }: Body): boolean {
  return length >= MIN_LENGTH && length <= MAX_LENGTH && !wantsPageEvents(context);
}

/**
 * Whether another site may have chosen the question in a request with the cookie of a session. From
 * the compressed length it could learn what else the page has, as by BREACH.
 */
function isChosenByAnotherSite({ req }: AppContext): boolean {
  return req.header("cookie") !== undefined && !OWN_SITES.has(req.header("sec-fetch-site"));
}
