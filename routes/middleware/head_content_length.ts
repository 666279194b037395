import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../context.ts";

/** Streams of unknown length are not measured. */
const STREAMED = "application/x-ndjson";

/**
 * Gives responses to HEAD the Content-Length of GET, except for exports and for paths with a query,
 * where only GET does the work that determines the body.
 */
export function measureHead(): MiddlewareHandler<AppEnv> {
  return function measureAnswerToHead(context, next) {
    return context.req.method === "HEAD" ? measured(context, next) : next();
  };
}

async function measured(context: AppContext, next: () => Promise<void>): Promise<void> {
  await next();
  const response = context.res;
  if (response.headers.get("content-type") === STREAMED || context.req.url.includes("?")) return;
  const { byteLength } = await response.arrayBuffer();
  response.headers.set("Content-Length", String(byteLength));
}

/** Keeps Deno from adding `Content-Length: 0` to a response to HEAD without a known length. */
export function withoutFalseLength(response: Response): Response {
  if (response.headers.has("content-length")) return response;
  return new Response(new Blob().stream(), response);
}
