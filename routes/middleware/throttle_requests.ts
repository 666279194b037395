import type { MiddlewareHandler } from "hono";
import { ServiceError } from "../../domain/errors.ts";
import type { Throttle } from "../../domain/throttle.ts";
import { type AdmissionWaits, closeAfterAnswer } from "../admission_waits.ts";
import type { AppContext, AppEnv } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";

/** Longer bodies are refused before they are read. */
const MAX_DECLARED_BYTES = 2 ** 21;

/** Delays the requests of a client that exceeds its rate while others send requests. */
export function throttleRequests(
  throttle: Throttle,
  { address }: Forwarded,
  waits: AdmissionWaits,
): MiddlewareHandler<AppEnv> {
  return async function throttleRequest(context, next) {
    const client = address(context);
    let admission = context.env.connection?.takeAdmission();
    if (!admission) {
      admission = throttle.admit(client);
      if (admission?.waitMs !== 0) admission = await waits.forRequest(context, client, admission);
    }
    await next();
    const isRefused = isClientsFault(context);
    throttle.complete(client, admission, { isRefused, receivedBytes: declaredBytes(context) });
    // The next request waits before it is read, in a connection of its own.
    if (isRefused && throttle.isThrottled(client)) closeAfterAnswer(context);
  };
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
