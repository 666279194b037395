import type { RateLimit, RateLimiter } from "../domain/ports.ts";

/** Limits how often checks of one key may fail, however many are under way at once. */
export interface FailureLimit {
  /**
   * Runs a check and counts it if it fails. Checks that the limit may still allow, depending on
   * those under way, wait for their verdicts in the order of arrival.
   */
  run<Result>(key: string, check: () => Promise<Result>): Promise<Result>;
  /** Keys of which checks are under way or wait. */
  readonly size: number;
}

export interface FailureLimitOptions {
  readonly limiter: RateLimiter;
  readonly limit: RateLimit;
  readonly isFailure: (error: unknown) => boolean;
  /** What a check is refused with, given the seconds to wait. */
  readonly refusal: (seconds: number) => Error;
}

/** The checks of one key. */
interface Line {
  members: number;
  underWay: number;
  nextVerdict: PromiseWithResolvers<void>;
  /** Settles when everyone so far has been let through or refused. */
  turn: Promise<void>;
}

export function createFailureLimit(options: FailureLimitOptions): FailureLimit {
  const { limiter, limit, isFailure, refusal } = options;
  const lines = new Map<string, Line>();

  async function run<Result>(key: string, check: () => Promise<Result>): Promise<Result> {
    const line = lines.get(key) ?? createLine();
    lines.set(key, line);
    line.members++;
    try {
      const admitted = line.turn.then(() => admit(key, line));
      line.turn = admitted.catch(() => {});
      await admitted;
      return await judge(line, () => counted(key, check));
    } finally {
      line.members--;
      if (line.members === 0) lines.delete(key);
    }
  }

  /** Every check under way counts as a failure until its verdict. */
  async function admit(key: string, line: Line): Promise<void> {
    for (;;) {
      const verdict = line.underWay > 0 ? line.nextVerdict.promise : undefined;
      const seconds = await limiter.take(key, limit);
      if (seconds === undefined) break;
      if (verdict === undefined) throw refusal(seconds);
      await verdict;
    }
    line.underWay++;
  }

  async function judge<Result>(line: Line, check: () => Promise<Result>): Promise<Result> {
    try {
      return await check();
    } finally {
      line.underWay--;
      line.nextVerdict.resolve();
      line.nextVerdict = Promise.withResolvers();
    }
  }

  async function counted<Result>(key: string, check: () => Promise<Result>): Promise<Result> {
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
      return lines.size;
    },
  };
}

function createLine(): Line {
  return {
    members: 0,
    underWay: 0,
    nextVerdict: Promise.withResolvers(),
    turn: Promise.resolve(),
  };
}
