import { ServiceError } from "../domain/errors.ts";
import type { RateLimit, RateLimiter } from "../domain/ports.ts";
import { createFailureLimit } from "./failure_limit.ts";

const SIGN_UPS: RateLimit = { events: 20, windowMs: 3_600_000 };
const SIGN_INS: RateLimit = { events: 30, windowMs: 60_000 };
const FAILURES: RateLimit = { events: 10, windowMs: 60_000 };

/**
 * Limits sign-ups and sign-ins by address, and wrong passwords by address and username. Including
 * the address prevents users from locking each other out.
 */
export interface SignInLimits {
  /** Counts a sign-up. Throws `rate_limited`. */
  countSignUp(address: string): Promise<void>;
  /** Runs a password check; only a wrong password counts as a failure. Throws `rate_limited`. */
  checkPassword<Result>(
    client: { readonly address: string; readonly username: string },
    check: () => Promise<Result>,
  ): Promise<Result>;
}

export function createSignInLimits(limiter: RateLimiter): SignInLimits {
  const failures = createFailureLimit({
    limiter,
    limit: FAILURES,
    isFailure: isWrongPassword,
    refusal: (seconds) => rateLimited("Too many wrong passwords", seconds),
  });

  async function take(key: string, limit: RateLimit, message: string): Promise<void> {
    const seconds = await limiter.take(key, limit);
    if (seconds !== undefined) throw rateLimited(message, seconds);
  }

  return {
    countSignUp: (address) => take(`sign-up:${address}`, SIGN_UPS, "Too many new accounts"),
    checkPassword: async ({ address, username }, check) => {
      await take(`sign-in:${address}`, SIGN_INS, "Too many sign-ins");
      return await failures.run(`failure:${address}:${username.toLowerCase()}`, check);
    },
  };
}

function rateLimited(message: string, seconds: number): ServiceError {
  return new ServiceError("rate_limited", `${message}: try again in ${seconds} s`, {
    retryAfterSeconds: seconds,
  });
}

function isWrongPassword(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  return error.code === "invalid_credentials" ||
    error.errors.some(({ field }) => field === "current_password");
}
