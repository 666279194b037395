import { ServiceError } from "../domain/errors.ts";
import type { RateLimit, RateLimiter } from "../domain/ports.ts";
import { createFailureLimit } from "./failure_limit.ts";

const SIGN_UPS: RateLimit = { events: 20, windowMs: 3_600_000 };
const SIGN_INS: RateLimit = { events: 30, windowMs: 60_000 };
const FAILURES: RateLimit = { events: 10, windowMs: 60_000 };

/** How often an address may sign up and in, and fail at one username; nobody can lock others out. */
export interface SignInLimits {
  /** Throws `rate_limited`. */
  takeSignUp(address: string): Promise<void>;
  /**
   * Runs a check of a password; only a wrong one counts as a failure. As an address may sign in
   * only so often, few can wait for each other. Throws `rate_limited`.
   */
  guard<Result>(
    who: { readonly address: string; readonly username: string },
    check: () => Promise<Result>,
  ): Promise<Result>;
}

export function createSignInLimits(limiter: RateLimiter): SignInLimits {
  const failures = createFailureLimit({
    limiter,
    limit: FAILURES,
    isFailure: isWrongPassword,
    refusal: (seconds) => tooMany("Too many wrong passwords", seconds),
  });

  async function take(key: string, limit: RateLimit, what: string): Promise<void> {
    const seconds = await limiter.take(key, limit);
    if (seconds !== undefined) throw tooMany(what, seconds);
  }

  return {
    takeSignUp: (address) => take(`sign-up:${address}`, SIGN_UPS, "Too many new accounts"),
    guard: async ({ address, username }, check) => {
      await take(`sign-in:${address}`, SIGN_INS, "Too many sign-ins");
      return await failures.run(`failure:${address}:${username.toLowerCase()}`, check);
    },
  };
}

function tooMany(what: string, seconds: number): ServiceError {
  return new ServiceError("rate_limited", `${what}: try again in ${seconds} s`, {
    retryAfterSeconds: seconds,
  });
}

function isWrongPassword(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  return error.code === "invalid_credentials" ||
    error.errors.some(({ field }) => field === "current_password");
}
