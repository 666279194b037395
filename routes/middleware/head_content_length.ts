import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../context.ts";

/**
 * Sets the Content-Length of GET on responses to HEAD. Responses that are made while they are sent
 * are excluded, and so are paths with a query, where only GET does the work that determines the
 * body.
 */
export function headContentLength(): MiddlewareHandler<AppEnv> {
  return function setHeadContentLength(context, next) {
    return context.req.method === "HEAD" ? setContentLength(context, next) : next();
  };
}

async function setContentLength(context: AppContext, next: () => Promise<void>): Promise<void> {
  await next();
  const response = context.res;
  const isKnown = response.headers.has("content-length");
  if (isKnown || context.get("isMadeWhileSent") || context.req.url.includes("?")) {
    await response.body?.cancel();
    return;
  }
  const { byteLength } = await response.arrayBuffer();
  response.headers.set("Content-Length", String(byteLength));
}

/** Keeps Deno from adding `Content-Length: 0` to a HEAD response of unknown length. */
export function preventZeroContentLength(response: Response): Response {
  if (response.headers.has("content-length")) return response;
  return new Response(new Blob().stream(), response);
}
