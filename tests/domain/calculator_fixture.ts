import { type Calculator, createCalculator, type Requester } from "../../domain/calculator.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { Question } from "../../domain/question.ts";
import { Requesters } from "../../infra/compute/requesters.ts";
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
  /** Users with a requester that waits for the result. */
  readonly users: readonly string[];
  finish(): Promise<void>;
  fail(error: unknown): void;
}

/** A pool whose jobs end when the test says so. */
export class HeldPool implements ComputePool {
  readonly jobs: HeldJob[] = [];
  readonly #arrivals: PromiseWithResolvers<HeldJob>[] = [];

  run(userId: string, job: ComputeJob): SharedWork<ResultText> {
    const { promise, resolve, reject } = Promise.withResolvers<ResultText>();
    const requesters = new Requesters();
    requesters.add(userId);
    this.jobs.push({
      ...job,
      get users() {
        return [...requesters.users()];
      },
      finish: async () => {
        resolve(await resultText(job.question.compute(NEVER_CANCELLED)));
      },
      fail: reject,
    });
    this.#arrivalOf(this.jobs.length).resolve(this.jobs.at(-1)!);
    return {
      result: promise,
      join: (userId) => requesters.add(userId),
      leave: (userId) => {
        requesters.remove(userId);
        if (requesters.isEmpty) reject(new Error("No requester is left"));
        return requesters.isEmpty;
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
    requester?: TestRequester,
  ): ReturnType<Calculator["calculate"]>;
  lookUp(
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

export interface TestRequester extends Partial<Omit<Requester, "principal">> {
  readonly userId?: string;
}

function requester({ userId = "user-1", ...members }: TestRequester = {}): Requester {
  return {
    principal: { userId, username: "ada" },
    requestId: "request-1",
    signal: () => new AbortController().signal,
    ...members,
  };
}

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
    observer: {
      onFinished: ({ operation, outcome, digits = null }) =>
        finished.push([operation, outcome, digits]),
    },
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
    ask: async (operation, values, options) =>
      await calculator.calculate(Question.parse(operation, values), requester(options)),
    lookUp: async (operation, values) =>
      await calculator.lookUp(Question.parse(operation, values), requester()),
  };
}
