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

/** A job that stays pending until the test finishes or fails it, or its last requester leaves. */
export interface ManualJob extends ComputeJob {
  /** Users with at least one requester. */
  readonly users: readonly string[];
  finish(): Promise<void>;
  fail(error: unknown): void;
}

/** A pool whose jobs the test ends. */
export class ManualPool implements ComputePool {
  readonly jobs: ManualJob[] = [];
  readonly #arrivals: PromiseWithResolvers<ManualJob>[] = [];

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
        resolve(await resultText(job.question.plan.compute(NEVER_CANCELLED)));
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

  /** Resolves with the n-th job, counted from 1, when it has arrived. */
  arrived(n: number): Promise<ManualJob> {
    return this.#arrivalOf(n).promise;
  }

  #arrivalOf(n: number): PromiseWithResolvers<ManualJob> {
    return this.#arrivals[n] ??= Promise.withResolvers<ManualJob>();
  }
}

export interface Fixture {
  readonly calculator: Calculator;
  readonly pool: ManualPool;
  readonly entries: LogEntry[];
  readonly finished: [operation: string, outcome: string, digits: number | null][];
  /** Keys of all cache look-ups. */
  readonly lookUps: string[];
  /** Errors of entries that could not be recorded. */
  readonly entryErrors: unknown[];
  calculate(
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
  readonly slowdownFactor?: () => number;
  readonly cache?: ResultCache;
  /** Called before an entry is stored; the log fails with the error that it throws. */
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

/** A calculator with a memory cache, a log in an array and a manually controlled pool. */
export function createFixture(options: FixtureOptions = {}): Fixture {
  const { maxDigits = 100_000, cache = createMemoryCache(2 ** 20), beforeAppend } = options;
  const pool = new ManualPool();
  const entries: LogEntry[] = [];
  const finished: Fixture["finished"] = [];
  const lookUps: string[] = [];
  const entryErrors: unknown[] = [];
  const requestLog: RequestLog = {
    append: async (entry) => {
      await Promise.resolve();
      beforeAppend?.();
      entries.push(entry);
    },
  };
  const calculator = createCalculator({
    maxDigits,
    ...(options.slowdownFactor && { slowdownFactor: options.slowdownFactor }),
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
    onEntryLost: (error) => entryErrors.push(error),
  });
  return {
    calculator,
    pool,
    entries,
    finished,
    lookUps,
    entryErrors,
    calculate: async (operation, values, options) =>
      await calculator.calculate(Question.parse(operation, values), requester(options)),
    lookUp: async (operation, values) =>
      await calculator.lookUp(Question.parse(operation, values), requester()),
  };
}
