import type { RateLimit, RateLimiter } from "../domain/ports.ts";

/** Limits how often the checks of a key may fail, including concurrent ones. */
export interface FailureLimit {
  /**
   * Runs a check and counts a failure. While the outcome of running checks decides whether the limit
   * is reached, further checks of the key wait in order of arrival. Throws the refusal.
   */
  run<Result>(key: string, check: () => Promise<Result>): Promise<Result>;
  /** Number of keys with running or waiting checks. */
  readonly size: number;
}

export interface FailureLimitOptions {
  readonly limiter: RateLimiter;
  readonly limit: RateLimit;
  readonly isFailure: (error: unknown) => boolean;
  /** Makes the error for a check over the limit, from the seconds to wait. */
  readonly refusal: (seconds: number) => Error;
}

/** The running and waiting checks of a key. */
interface KeyState {
  users: number;
  running: number;
  nextOutcome: PromiseWithResolvers<void>;
  /** Settles when every earlier check has been admitted or refused. */
  turn: Promise<void>;
}

export function createFailureLimit(options: FailureLimitOptions): FailureLimit {
  const { limiter, limit, isFailure, refusal } = options;
  const states = new Map<string, KeyState>();

  async function run<Result>(key: string, check: () => Promise<Result>): Promise<Result> {
    const state = states.get(key) ?? createKeyState();
    states.set(key, state);
    state.users++;
    try {
      const admitted = state.turn.then(() => admit(key, state));
      state.turn = admitted.catch(() => {});
      await admitted;
      return await runAdmitted(state, () => countFailure(key, check));
    } finally {
      state.users--;
      if (state.users === 0) states.delete(key);
    }
  }

  /** A running check counts as a failure until its outcome is known. */
  async function admit(key: string, state: KeyState): Promise<void> {
    for (;;) {
      const outcome = state.running > 0 ? state.nextOutcome.promise : undefined;
      const seconds = await limiter.take(key, limit);
      if (seconds === undefined) break;
      if (outcome === undefined) throw refusal(seconds);
      await outcome;
    }
    state.running++;
  }

  async function runAdmitted<Result>(
    state: KeyState,
    check: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await check();
    } finally {
      state.running--;
      state.nextOutcome.resolve();
      state.nextOutcome = Promise.withResolvers();
    }
  }

  async function countFailure<Result>(key: string, check: () => Promise<Result>): Promise<Result> {
    let failed = false;
    try {
      return await check();
    } catch (error) {
      failed = isFailure(error);
      throw error;
    } finally {
      if (!failed) await limiter.refund(key);
    }
  }

  return {
    run,
    get size() {
      return states.size;
    },
  };
}

function createKeyState(): KeyState {
  return {
    users: 0,
    running: 0,
    nextOutcome: Promise.withResolvers(),
    turn: Promise.resolve(),
  };
}
