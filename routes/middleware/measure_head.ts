import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../context.ts";

/** Reading these to their end could take long. */
const STREAMED = "application/x-ndjson";

/** Gives answers to HEAD the length of the body that GET has. */
export function measureHead(): MiddlewareHandler<AppEnv> {
  return function measureAnswerToHead(context, next) {
    return context.req.method === "HEAD" ? measured(context, next) : next();
  };
}

async function measured(context: AppContext, next: () => Promise<void>): Promise<void> {
  await next();
  const response = context.res;
  if (response.headers.get("content-type") === STREAMED) return;
  const { byteLength } = await response.arrayBuffer();
  response.headers.set("Content-Length", String(byteLength));
}
