import assert from "node:assert/strict";
import type { ComputeJob, SharedWork } from "../../../domain/ports.ts";
import { type ResultText, wholeText } from "../../../domain/result_text.ts";
import { factorialOperation } from "../../../domain/operations/factorial.ts";
import { createIsolatePool, type IsolatePool } from "../../../infra/compute/pool.ts";
import { createLazyComputeIsolates } from "../../../testing/lazy_compute_isolates.ts";
import { Question } from "../../../domain/question.ts";

/** Predicted seconds that classify a job as large or short work. */
export const LARGE = 1;
export const SHORT = 0.001;

/** An n whose factorial takes far longer than any test. */
export const LONG = 20_000_000;

export interface TestJob extends Partial<ComputeJob> {
  readonly userId?: string;
}

export interface TestPool extends AsyncDisposable {
  readonly pool: IsolatePool;
  /** Starts to compute the factorial of n, as large work by default. */
  start(n: number, options?: TestJob): SharedWork<ResultText>;
  /** Computes the factorial of n. */
  run(n: number, options?: TestJob): Promise<string>;
  /** Keeps an isolate busy until `cancel` is called, which resolves when the work is cancelled. */
  occupy(options?: TestJob): { readonly cancel: () => Promise<void> };
}

export interface TestPoolOptions {
  readonly large?: number;
  readonly timeLimitMs?: number;
}

/** Starts a pool with real isolates: one for short work and, by default, one for large work. */
export function startPool(
  { large = 1, timeLimitMs = 60_000 }: TestPoolOptions = {},
): TestPool {
  const isolates = createLazyComputeIsolates({
    large,
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  const pool = createIsolatePool(isolates.isolates, { timeLimitMs });

  function start(n: number, { userId = "ada", ...options }: TestJob = {}): SharedWork<ResultText> {
    return pool.run(userId, {
      question: Question.parse(factorialOperation, { n: String(n) }),
      predictedSeconds: LARGE,
      ...options,
    });
  }

  return {
    pool,
    start,
    run: async (n, options) => wholeText(await start(n, options).result),
    occupy: (options) => {
      const work = start(LONG, options);
      return {
        cancel: async () => {
          work.leave(options?.userId ?? "ada");
          await assert.rejects(work.result, { name: "AbortError" });
        },
      };
    },
    [Symbol.asyncDispose]: () => isolates.stop(),
  };
}
