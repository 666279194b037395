import type { Clock } from "../domain/ports.ts";

/** How long a time of day that has jumped forward has to last before it is trusted. */
const TRUSTED_AFTER_MS = 24 * 3_600_000;

/** Larger changes are jumps; smaller ones correct the rate of the clock. */
const JUMP_MS = 60_000;

/**
 * Returns the time of day for deletions, in whole milliseconds since 1970. It follows a clock that is set
 * back at once, and one that is set forward only a day later, so that a wrong date deletes nothing.
 */
export function createSteadyTime(clock: Pick<Clock, "now" | "elapsed">): () => number {
  let trusted = offset();
  let later = { offset: trusted, since: clock.elapsed() };

  /** The time of day at which `elapsed` was 0. */
  function offset(): number {
    return clock.now() - clock.elapsed();
  }

  return function steadyTime() {
    const current = offset();
    const elapsed = clock.elapsed();
    if (Math.abs(current - later.offset) > JUMP_MS) later = { offset: current, since: elapsed };
    const isTrusted = elapsed - later.since >= TRUSTED_AFTER_MS;
    if (current < trusted || isTrusted) trusted = current;
    return Math.floor(elapsed + trusted);
  };
}
