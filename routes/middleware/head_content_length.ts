import type { MiddlewareHandler } from "hono";
import type { AppContext, AppEnv } from "../context.ts";

/** Content type of exports, whose length is unknown. */
const EXPORT_TYPE = "application/x-ndjson";

/**
 * Sets the Content-Length of GET on responses to HEAD. Exports are excluded, and so are paths with
 * a query, where only GET does the work that determines the body.
 */
export function headContentLength(): MiddlewareHandler<AppEnv> {
  return function setHeadContentLength(context, next) {
    return context.req.method === "HEAD" ? setContentLength(context, next) : next();
  };
}

async function setContentLength(context: AppContext, next: () => Promise<void>): Promise<void> {
  await next();
  const response = context.res;
  if (response.headers.get("content-type") === EXPORT_TYPE || context.req.url.includes("?")) {
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
