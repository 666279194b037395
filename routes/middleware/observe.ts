import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { RequestObserver } from "../../domain/ports.ts";
import type { Tracer } from "../../domain/tracing.ts";
import { keyIdOf } from "../../domain/accounts/principal.ts";
import type { AppContext, AppEnv } from "../context.ts";

/**
 * Headers of responses whose handler does not set them. Pages have their own policy; anything else
 * loads nothing and is not embedded.
 */
const DEFAULT_HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
} as const;

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

export interface ObserveOptions {
  readonly observer: RequestObserver;
  /** Undefined without tracing. */
  readonly tracer?: Tracer | undefined;
  /** Whether browsers shall use only https for the host and its subdomains, for a year. */
  readonly isHttpsOnly?: boolean | undefined;
}

/** Assigns a request id, sets default headers and reports the response. */
export function observe(
  { observer, tracer, isHttpsOnly = false }: ObserveOptions,
): MiddlewareHandler<AppEnv> {
  const newRequestId = createRequestIds();
  const defaultHeaders = Object.entries({
    ...DEFAULT_HEADERS,
    ...(isHttpsOnly && { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" }),
  });

  return async function observeRequest(context, next) {
    const started = performance.now();
    const given = context.req.header("x-request-id");
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : newRequestId();
    context.set("requestId", requestId);
    const span = tracer?.startSpan({
      name: context.req.method,
      kind: "server",
      parent: context.req.header("traceparent"),
    });
    context.set("traceparent", span?.traceparent);
    await next();
    const headers = context.res.headers;
    headers.set("X-Request-Id", requestId);
    for (const [name, value] of defaultHeaders) {
      if (!headers.has(name)) headers.set(name, value);
    }
    const sentStatus = context.res.status;
    const report = (status: number) => {
      const principal = context.get("principal");
      const { method } = context.req;
      const handler = handlerPattern(context);
      const error = context.get("failure");
      observer.onAnswered({
        requestId,
        method,
        handler,
        status,
        sentStatus,
        seconds: (performance.now() - started) / 1000,
        userId: principal?.userId,
        keyId: keyIdOf(principal),
        error,
        traceparent: span?.traceparent,
      });
      span?.end({
        name: `${method} ${handler}`,
        attributes: {
          "http.request.method": method,
          "http.route": handler,
          "http.response.status_code": status,
          "user.id": principal?.userId,
          "mathcalculator.request_id": requestId,
        },
        ...(status >= 500 && { error: error ?? `status ${status}` }),
      });
    };
    const ended = context.get("ended");
    if (ended) ended.then(report);
    else report(sentStatus);
  };
}

/** Ids that are unique in this process and, with a random prefix, across processes. */
function createRequestIds(): () => string {
  const prefix = crypto.getRandomValues(new Uint8Array(9)).toBase64({ alphabet: "base64url" });
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}

function handlerPattern(context: AppContext): string {
  const route = matchedRoutes(context).findLast(({ path }) => !path.endsWith("*"));
  return route?.path ?? "none";
}
