import { limbsFromDigits } from "./limbs/text.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { squarePlan } from "./limbs/plan.ts";
import { NEVER_CANCELLED } from "./compute_context.ts";

/** Decimal digits of the number squared: typical of the service, and short enough to time. */
const DIGITS = 8_000;

/** Milliseconds of warm-up, in which V8 optimizes the code, and of measurement. */
const DURATION_MS = { warmUp: 20, measurement: 15 };

/** Minimum squarings in each phase, because V8 optimizes late on a busy machine. */
const MIN_SQUARINGS = 25;

/**
 * Slowdown of this machine relative to the reference machine of `limbs/costs.ts`: 2 means that
 * calculations take twice the predicted seconds. Blocks for 35 ms or more. `nowMs` is a monotonic
 * clock in milliseconds.
 */
export function measureSlowdown(nowMs: () => number): number {
  const number = limbsFromDigits("7".repeat(DIGITS));
  const multiplier = Multiplier.for(NEVER_CANCELLED);
  let minMs = Infinity;
  for (const durationMs of [DURATION_MS.warmUp, DURATION_MS.measurement]) {
    minMs = Infinity;
    const end = nowMs() + durationMs;
    for (let started = nowMs(), count = 0; started < end || count < MIN_SQUARINGS; count++) {
      multiplier.square(number);
      const ended = nowMs();
      minMs = Math.min(minMs, ended - started);
      started = ended;
    }
  }
  return minMs * 1e6 / squarePlan(number.length).cost;
}
