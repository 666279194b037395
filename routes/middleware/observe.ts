import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Clock, RequestObserver } from "../../domain/ports.ts";
import type { AppContext, AppEnv } from "../context.ts";

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

export interface ObserveOptions {
  readonly observer: RequestObserver;
  readonly clock: Pick<Clock, "uuid">;
}

/** Names each request, and tells of its answer. */
export function observe({ observer, clock }: ObserveOptions): MiddlewareHandler<AppEnv> {
  return async function observeRequest(context, next) {
    const started = performance.now();
    const given = context.req.header("x-request-id");
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : clock.uuid();
    context.set("requestId", requestId);
    await next();
    const headers = context.res.headers;
    headers.set("X-Request-Id", requestId);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "same-origin");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
    observer.answered({
      requestId,
      method: context.req.method,
      handler: handlerPattern(context),
      status: context.res.status,
      seconds: (performance.now() - started) / 1000,
      userId: context.get("session")?.userId,
      error: context.get("failure"),
    });
  };
}

function handlerPattern(context: AppContext): string {
  const route = matchedRoutes(context).findLast(({ path }) => !path.endsWith("*"));
  return route?.path ?? "none";
}
