import { limbsFromDigits } from "./limbs/text.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { squarePlan } from "./limbs/plan.ts";
import { NEVER_CANCELLED } from "./compute_context.ts";

/** Decimal digits of what is squared: enough to be typical, few enough to be done in a moment. */
const DIGITS = 8_000;

/** Milliseconds to measure for, and before that to let V8 optimise what is measured. */
const DURATION = { warmUp: 20, measurement: 15 };

/** On a busy machine V8 is late: so many squarings, however long they take. */
const LEAST_SQUARINGS = 25;

/** Times that this machine takes for what is predicted to take one second. Takes 35 ms or more. */
export function measureSlowdown(nowMs: () => number): number {
  const number = limbsFromDigits("7".repeat(DIGITS));
  const multiplier = Multiplier.for(NEVER_CANCELLED);
  let leastMs = Infinity;
  for (const duration of [DURATION.warmUp, DURATION.measurement]) {
    leastMs = Infinity;
    const end = nowMs() + duration;
    for (let started = nowMs(), count = 0; started < end || count < LEAST_SQUARINGS; count++) {
      multiplier.square(number);
      const ended = nowMs();
      leastMs = Math.min(leastMs, ended - started);
      started = ended;
    }
  }
  return leastMs * 1e6 / squarePlan(number.length).cost;
}
