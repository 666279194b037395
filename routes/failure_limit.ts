import type { RateLimit, RateLimiter } from "../domain/ports.ts";

/** Limits how often checks of a key may fail, including concurrent ones. */
export interface FailureLimit {
  /**
   * Runs a check and counts it if it fails. While running checks could still use up the limit,
   * later checks of the key wait in order of arrival. Throws `refusal` if the limit is exceeded.
   */
  run<Result>(key: string, check: () => Promise<Result>): Promise<Result>;
  /** Number of keys with running or waiting checks. */
  readonly size: number;
}

export interface FailureLimitOptions {
  readonly limiter: RateLimiter;
  readonly limit: RateLimit;
  readonly isFailure: (error: unknown) => boolean;
  /** Creates the error for a check over the limit from the seconds to wait. */
  readonly refusal: (seconds: number) => Error;
}

/** The running and waiting checks of a key. */
interface KeyState {
  /** Number of running and waiting checks. */
  checks: number;
  running: number;
  /** Resolves when the next running check ends. */
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
    state.checks++;
    try {
      const admitted = state.turn.then(() => admit(key, state));
      state.turn = admitted.catch(() => {});
      await admitted;
      return await runAdmitted(state, () => countFailure(key, check));
    } finally {
      state.checks--;
      if (state.checks === 0) states.delete(key);
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
    checks: 0,
    running: 0,
    nextOutcome: Promise.withResolvers(),
    turn: Promise.resolve(),
  };
}
