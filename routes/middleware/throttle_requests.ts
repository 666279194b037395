import type { MiddlewareHandler } from "hono";
import { ServiceError } from "../../domain/errors.ts";
import type { Admission, Throttle } from "../../domain/throttle.ts";
import { ClientDisconnected } from "../client_disconnected.ts";
import type { AppContext, AppEnv } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";

/** Longer bodies are refused before they are read. */
const MAX_DECLARED_BYTES = 2 ** 21;

/** A request that is rejected waits for at least this, so that it is not repeated at once. */
const REJECT_AFTER_MS = 1_000;

/** Delays the requests of a client that asks more than its rate while others ask. */
export function throttleRequests(
  throttle: Throttle,
  { address }: Forwarded,
): MiddlewareHandler<AppEnv> {
  return async function throttleRequest(context, next) {
    const client = address(context);
    const admission = context.env.connection?.takeAdmission() ??
      await admit(context, throttle.admit(client));
    await next();
    const isRefused = isClientsFault(context);
    throttle.complete(client, admission, { isRefused, receivedBytes: declaredBytes(context) });
    // The next request waits before it is read, in a connection of its own.
    if (isRefused && context.env.connection?.isDirect && throttle.isThrottled(client)) {
      context.res.headers.set("Connection", "close");
    }
  };
}

async function admit(context: AppContext, admission: Admission | undefined): Promise<Admission> {
  if (admission === undefined) {
    await delay(context, REJECT_AFTER_MS * (1 + Math.random()));
    throw new ServiceError("rate_limited", "Too many requests at once while others ask", {
      retryAfterSeconds: 2,
    });
  }
  if (admission.waitMs > 0) await delay(context, admission.waitMs);
  return admission;
}

async function delay({ req }: AppContext, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (req.raw.signal.aborted) throw new ClientDisconnected();
}

/** A client that is refused as `overloaded` has asked too much, too. */
function isClientsFault(context: AppContext): boolean {
  const { status } = context.res;
  if (status < 500) return status >= 400;
  const failure = context.get("failure");
  return failure instanceof ServiceError && failure.code === "overloaded";
}

/** An invalid length, which Deno accepts beside chunks, counts like the longest one. */
function declaredBytes({ req }: AppContext): number {
  const length = req.header("content-length");
  if (length === undefined) return 0;
  return /^[0-9]+$/.test(length)
    ? Math.min(Number(length), MAX_DECLARED_BYTES)
    : MAX_DECLARED_BYTES;
}
