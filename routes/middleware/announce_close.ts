import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";

/** Tells the client that its connection closes after the answer. */
export function announceClose(): MiddlewareHandler<AppEnv> {
  return async function announceConnectionClose(context, next) {
    await next();
    if (context.env.connection?.isClosing) context.res.headers.set("Connection", "close");
  };
}
