import { type Calculator, createCalculator, type Requester } from "../../domain/calculator.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { parseInput } from "../../domain/parse_input.ts";
import type {
  ComputeJob,
  ComputePool,
  RequestLog,
  ResultCache,
  SharedWork,
} from "../../domain/ports.ts";
import { type ResultText, resultText } from "../../domain/result_text.ts";
import { createMemoryCache } from "../../infra/cache/memory.ts";
import { createSystemClock } from "../../infra/system_clock.ts";

const systemClock = createSystemClock();

/** A job that waits to be finished or failed, as long as somebody wants it. */
export interface HeldJob extends ComputeJob {
  /** Who wait for the result. */
  readonly users: ReadonlySet<string>;
  finish(): Promise<void>;
  fail(error: unknown): void;
}

/** A pool whose jobs end when the test says so. */
export class HeldPool implements ComputePool {
  readonly jobs: HeldJob[] = [];
  readonly #arrivals: PromiseWithResolvers<HeldJob>[] = [];

  run(userId: string, job: ComputeJob): SharedWork<ResultText> {
    const { promise, resolve, reject } = Promise.withResolvers<ResultText>();
    const users = new Set([userId]);
    this.jobs.push({
      ...job,
      users,
      finish: async () => {
        resolve(await resultText(job.operation.compute(job.input, NEVER_CANCELLED)));
      },
      fail: reject,
    });
    this.#arrivalOf(this.jobs.length).resolve(this.jobs.at(-1)!);
    return {
      result: promise,
      join: (userId) => users.add(userId),
      leave: (userId) => {
        users.delete(userId);
        if (users.size === 0) reject(new Error("Nobody waits for the result"));
      },
      progress: () => ({ fraction: 0, secondsLeft: 0 }),
    };
  }

  /** The first, second, … job; resolves when it has arrived. */
  arrived(count: number): Promise<HeldJob> {
    return this.#arrivalOf(count).promise;
  }

  #arrivalOf(count: number): PromiseWithResolvers<HeldJob> {
    return this.#arrivals[count] ??= Promise.withResolvers<HeldJob>();
  }
}

export interface Fixture {
  readonly calculator: Calculator;
  readonly pool: HeldPool;
  readonly entries: LogEntry[];
  readonly finished: [operation: string, outcome: string, digits: number | null][];
  /** The keys that the cache was asked for. */
  readonly lookUps: string[];
  readonly lost: unknown[];
  ask(
    operation: Operation,
    values: Readonly<Record<string, string>>,
    asker?: Partial<Requester>,
  ): ReturnType<Calculator["calculate"]>;
  recall(
    operation: Operation,
    values: Readonly<Record<string, string>>,
  ): ReturnType<Calculator["lookUp"]>;
}

export interface FixtureOptions {
  readonly maxDigits?: number;
  readonly cache?: ResultCache;
  /** Called before an entry is kept; what it throws is the log's failure. */
  readonly beforeAppend?: () => void;
}

export const ASKER: Requester = {
  userId: "user-1",
  username: "ada",
  requestId: "request-1",
  signal: () => new AbortController().signal,
};

/** A calculator on a memory cache, a log that is an array, and a pool that waits. */
export function createFixture(options: FixtureOptions = {}): Fixture {
  const { maxDigits = 100_000, cache = createMemoryCache(2 ** 20), beforeAppend } = options;
  const pool = new HeldPool();
  const entries: LogEntry[] = [];
  const finished: Fixture["finished"] = [];
  const lookUps: string[] = [];
  const lost: unknown[] = [];
  const requestLog: RequestLog = {
    append: async (entry) => {
      await Promise.resolve();
      beforeAppend?.();
      entries.push(entry);
    },
  };
  const calculator = createCalculator({
    maxDigits,
    cache: {
      get: (key) => {
        lookUps.push(key);
        return cache.get(key);
      },
      put: (key, result) => cache.put(key, result),
    },
    compute: pool,
    requestLog,
    observer: { onFinished: (...call) => finished.push(call) },
    clock: systemClock,
    onEntryLost: (error) => lost.push(error),
  });
  return {
    calculator,
    pool,
    entries,
    finished,
    lookUps,
    lost,
    ask: (operation, values, asker) =>
      calculator.calculate(operation, parseInput(operation.input, values), { ...ASKER, ...asker }),
    recall: (operation, values) =>
      calculator.lookUp(operation, parseInput(operation.input, values), ASKER),
  };
}
