import type { LimitLookUp } from "../domain/accounts/key_verifier.ts";
import { ServiceError } from "../domain/errors.ts";
import type { RateLimit, RateLimiter } from "../domain/ports.ts";
import { createFailureLimit } from "./failure_limit.ts";

const UNKNOWN_KEYS: RateLimit = { events: 30, windowMs: 60_000 };

/** Limits how many unknown API keys an address may try. Throws `rate_limited`. */
export type KeyLookUpLimit = (address: string) => LimitLookUp;

class UnknownKeyError extends Error {
  override readonly name = "UnknownKeyError";
}

export function createKeyLookUpLimit(limiter: RateLimiter): KeyLookUpLimit {
  const failures = createFailureLimit({
    limiter,
    limit: UNKNOWN_KEYS,
    isFailure: (error) => error instanceof UnknownKeyError,
    refusal: (seconds) =>
      new ServiceError("rate_limited", `Too many invalid API keys: try again in ${seconds} s`, {
        retryAfterSeconds: seconds,
      }),
  });

  return (address) => async (lookUp) => {
    try {
      return await failures.run(`key:${address}`, async () => {
        const found = await lookUp();
        if (found === undefined) throw new UnknownKeyError();
        return found;
      });
    } catch (error) {
      if (error instanceof UnknownKeyError) return undefined;
      throw error;
    }
  };
}
