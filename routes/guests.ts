import { GUEST, type GuestPrincipal } from "../domain/accounts/principal.ts";
import type { Calculator } from "../domain/calculator.ts";
import { ServiceError } from "../domain/errors.ts";
import type { RateLimit, RateLimiter } from "../domain/ports.ts";
import type { Question } from "../domain/question.ts";
import type { AppContext } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";

/** Longest calculation of a visitor without an account, in predicted seconds of one core. */
const MAX_SECONDS = 0.02;

const CALCULATIONS: RateLimit = { events: 30, windowMs: 60_000 };

/** Small calculations for visitors without an account, limited by address. */
export interface Guests {
  readonly areAnswered: boolean;
  /** The principal of a visitor, or undefined if the question needs an account. */
  principal(question: Question): GuestPrincipal | undefined;
  /** Counts a calculation. Throws `rate_limited`. */
  count(context: AppContext): Promise<void>;
}

export interface GuestsOptions {
  readonly calculator: Pick<Calculator, "accept">;
  readonly limiter: RateLimiter;
  readonly forwarded: Pick<Forwarded, "address">;
  readonly areAnswered: boolean;
}

export function createGuests(
  { calculator, limiter, forwarded, areAnswered }: GuestsOptions,
): Guests {
  return {
    areAnswered,
    principal: (question) => {
      if (!areAnswered) return undefined;
      return calculator.accept(question).predictedSeconds <= MAX_SECONDS ? GUEST : undefined;
    },
    count: async (context) => {
      const seconds = await limiter.take(`guest:${forwarded.address(context)}`, CALCULATIONS);
      if (seconds === undefined) return;
      throw new ServiceError(
        "rate_limited",
        `Too many calculations without an account: sign in, or try again in ${seconds} s`,
        { retryAfterSeconds: seconds },
      );
    },
  };
}
