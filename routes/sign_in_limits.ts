import { ServiceError } from "../domain/errors.ts";
import type { RateLimit, RateLimiter } from "../domain/ports.ts";
import { createFailureLimit } from "./failure_limit.ts";
import { createKnownClients } from "./known_clients.ts";

const SIGN_UPS: RateLimit = { events: 20, windowMs: 3_600_000 };
const SIGN_INS: RateLimit = { events: 30, windowMs: 60_000 };
const FAILURES: RateLimit = { events: 10, windowMs: 60_000 };

/** Wrong passwords for one account from all unknown clients together. */
const ACCOUNT_FAILURES: RateLimit = { events: 20, windowMs: 600_000 };

/** Wrong passwords for one account from all its known devices together. */
const DEVICE_FAILURES: RateLimit = { events: 50, windowMs: 600_000 };

/** Attempts that clients of either kind share beyond that: 8,640 a day. */
const SLOWED: RateLimit = { events: 1, windowMs: 10_000 };

/** A password check from an address. */
export interface Attempt {
  readonly address: string;
  readonly username: string;
  /** Id of the client's device if it is known to the account. */
  readonly device?: string | undefined;
}

/**
 * Limits sign-ups and sign-ins by address, wrong passwords by username and device or address, and
 * wrong passwords for an account from unknown clients. A device or address is known to an account
 * once its password was right there, so that others can neither guess fast nor lock the owner out. All
 * known devices of an account have a limit together, since each sign-in makes another one known.
 */
export interface SignInLimits {
  /** Counts a sign-up. Throws `rate_limited`. */
  countSignUp(address: string): Promise<void>;
  /** Makes the address of a new account known to it. */
  rememberOwner(owner: Attempt): void;
  /** Runs a password check; only a wrong password counts as a failure. Throws `rate_limited`. */
  checkPassword<Result>(attempt: Attempt, check: () => Promise<Result>): Promise<Result>;
}

/** Some clients of an account have used up their wrong passwords together. */
class AccountSlowedError extends Error {
  override readonly name = "AccountSlowedError";
}

export function createSignInLimits(limiter: RateLimiter): SignInLimits {
  const failures = createFailureLimit({
    limiter,
    limit: FAILURES,
    isFailure: isWrongPassword,
    refusal: (seconds) => rateLimited("Too many wrong passwords", seconds),
  });

  const known = createKnownClients();
  const unknownClients = slowedAfter("account", ACCOUNT_FAILURES);
  const devices = slowedAfter("devices", DEVICE_FAILURES);

  /** Slows the checks for an account down once some of its clients have used up their failures. */
  function slowedAfter(clients: string, limit: RateLimit) {
    const failuresOfAll = createFailureLimit({
      limiter,
      limit,
      isFailure: isWrongPassword,
      refusal: () => new AccountSlowedError(),
    });
    return async <Result>(account: string, check: () => Promise<Result>): Promise<Result> => {
      try {
        return await failuresOfAll.run(`${clients}:${account}`, check);
      } catch (error) {
        if (!(error instanceof AccountSlowedError)) throw error;
      }
      const message = "Too many wrong passwords for this account";
      await take(`slowed-${clients}:${account}`, SLOWED, message);
      return await check();
    };
  }

  async function take(key: string, limit: RateLimit, message: string): Promise<void> {
    const seconds = await limiter.take(key, limit);
    if (seconds !== undefined) throw rateLimited(message, seconds);
  }

  return {
    countSignUp: (address) => take(`sign-up:${address}`, SIGN_UPS, "Too many new accounts"),
    rememberOwner: ({ address, username }) => known.add(username.toLowerCase(), address),
    checkPassword: async ({ address, username, device }, check) => {
      const account = username.toLowerCase();
      await take(`sign-in:${address}`, SIGN_INS, "Too many sign-ins");
      const checkSlowed = () => {
        if (device !== undefined) return devices(account, check);
        return known.has(account, address) ? check() : unknownClients(account, check);
      };
      const result = await failures.run(`failure:${device ?? address}:${account}`, checkSlowed);
      known.add(account, address);
      return result;
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
