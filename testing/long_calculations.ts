import assert from "node:assert/strict";
import type { Program } from "./program.ts";
import { until } from "./until.ts";

/** Settings with the highest limits on size and time. */
export const ANY_SIZE = { MAX_DIGITS: "300000000", TIME_LIMIT: "600s" } as const;

/**
 * Finds n such that n! takes this program at least `seconds`, and at most a few times as long. The
 * program needs the settings `ANY_SIZE`.
 */
export async function slowFactorial(
  program: Program,
  token: string,
  seconds: number,
): Promise<number> {
  const elapsedMs = async (n: number): Promise<number> => {
    const answer = await (await program.post("/factorial", { n }, token)).json();
    assert.equal(answer.code, undefined);
    return answer.elapsed_ms;
  };
  // The first calculation also loads the arithmetic.
  await elapsedMs(99_999);
  for (let n = 100_000;; n = Math.ceil(n * 1.5)) {
    if (await elapsedMs(n) > seconds * 1000) return n;
  }
}

/** Waits until an isolate is calculating. */
export async function untilBusy(program: Program): Promise<void> {
  await until("an isolate is busy", async () => (await computeLoad(program)).busy > 0);
}

/** Waits until a calculation is queued. */
export async function untilQueued(program: Program): Promise<void> {
  await until("a calculation is queued", async () => (await computeLoad(program)).queued > 0);
}

/** Calculations that run and that wait, from the metrics of the program. */
export async function computeLoad(program: Program): Promise<{ busy: number; queued: number }> {
  const text = await (await program.get("/metrics")).text();
  const gauge = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
  return { busy: gauge("compute_busy_isolates"), queued: gauge("compute_queue_depth") };
}
