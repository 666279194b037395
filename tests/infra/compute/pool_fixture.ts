import assert from "node:assert/strict";
import type { ComputeJob } from "../../../domain/ports.ts";
import { type ResultText, wholeText } from "../../../domain/result_text.ts";
import { factorialOperation } from "../../../domain/operations/factorial.ts";
import { createIsolatePool, type IsolatePool } from "../../../infra/compute/pool.ts";
import { startComputeIsolates } from "../../../infra/isolates/compute_isolates.ts";
import { parseInput } from "../../../domain/parse_input.ts";

/** Predicted seconds that send a job to an isolate for large work, or for short work. */
export const LARGE = 1;
export const SHORT = 0.001;

export interface TestPool extends AsyncDisposable {
  readonly pool: IsolatePool;
  /** The factorial of n, as one user's job of a kind. */
  run(n: number, options?: Partial<ComputeJob>): Promise<string>;
  /** Keeps an isolate at work until it is told to stop; resolves when it has let go. */
  occupy(options?: Partial<ComputeJob>): { readonly leave: () => Promise<void> };
}

export interface TestPoolOptions {
  readonly large?: number;
  readonly timeLimitMs?: number;
}

/** A pool on real isolates: one for short work, and by default one for large. */
export async function startPool(
  { large = 1, timeLimitMs = 60_000 }: TestPoolOptions = {},
): Promise<TestPool> {
  const isolates = await startComputeIsolates({
    large,
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  const pool = createIsolatePool(isolates.isolates, { timeLimitMs });

  function job(n: number, options: Partial<ComputeJob> = {}): Promise<ResultText> {
    return pool.run({
      operation: factorialOperation,
      input: parseInput(factorialOperation.input, { n: String(n) }),
      userId: "ada",
      predictedSeconds: LARGE,
      signal: new AbortController().signal,
      ...options,
    });
  }

  return {
    pool,
    run: async (n, options) => wholeText(await job(n, options)),
    occupy: (options) => {
      const controller = new AbortController();
      const running = job(1_500_000, { ...options, signal: controller.signal });
      return {
        leave: async () => {
          controller.abort("left");
          await assert.rejects(running, (reason) => reason === "left");
        },
      };
    },
    [Symbol.asyncDispose]: () => isolates.stop(),
  };
}
