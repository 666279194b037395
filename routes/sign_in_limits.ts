import { ServiceError } from "../domain/errors.ts";
import type { RateLimit, RateLimiter } from "../domain/ports.ts";

const SIGN_UPS: RateLimit = { events: 20, windowMs: 3_600_000 };
const SIGN_INS: RateLimit = { events: 30, windowMs: 60_000 };
const FAILURES: RateLimit = { events: 10, windowMs: 60_000 };

/** How often an address may sign up and in, and fail at one username; nobody can lock others out. */
export interface SignInLimits {
  /** Throw `rate_limited`. */
  takeSignUp(address: string): Promise<void>;
  takeSignIn(address: string): Promise<void>;
  /** Runs a check of a password; only a wrong one counts as a failure. */
  guard<Result>(
    who: { readonly address: string; readonly username: string },
    check: () => Promise<Result>,
  ): Promise<Result>;
}

export function createSignInLimits(limiter: RateLimiter): SignInLimits {
  async function take(key: string, limit: RateLimit, what: string): Promise<void> {
    const seconds = await limiter.take(key, limit);
    if (seconds === undefined) return;
    throw new ServiceError("rate_limited", `${what}: try again in ${seconds} s`, {
      retryAfterSeconds: seconds,
    });
  }

  return {
    takeSignUp: (address) => take(`sign-up:${address}`, SIGN_UPS, "Too many new accounts"),
    takeSignIn: (address) => take(`sign-in:${address}`, SIGN_INS, "Too many sign-ins"),

    // Counted before the check, so that many at once cannot slip through.
    guard: async ({ address, username }, check) => {
      const key = `failure:${address}:${username.toLowerCase()}`;
      await take(key, FAILURES, "Too many wrong passwords");
      try {
        const result = await check();
        await limiter.giveBack(key);
        return result;
      } catch (error) {
        if (!isWrongPassword(error)) await limiter.giveBack(key);
        throw error;
      }
    },
  };
}

function isWrongPassword(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return false;
  return error.code === "invalid_credentials" ||
    error.errors.some(({ field }) => field === "current_password");
}
