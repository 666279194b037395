import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../context.ts";

/** Reading these to their end could take long. */
const STREAMED = "application/x-ndjson";

/**
 * Gives answers to HEAD the length of the body that GET has, unless only GET would find it out: of
 * an export, and of what an address asks for in its query.
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

/** An answer to HEAD to which Deno does not add a length of 0 where none is known. */
export function withoutFalseLength(response: Response): Response {
  if (response.headers.has("content-length")) return response;
  return new Response(new Blob().stream(), response);
}
