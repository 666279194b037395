import type { OutlineContext } from "./numbers/outline/mod.ts";

/** Time limit of planning, in milliseconds of this machine. */
const PLANNING_MS = 10;

/** Predicted seconds of work that is planned in the compute isolate: it waits with the large work. */
export const UNPLANNED_SECONDS = 0.05;

class PlanningTimeExceeded extends Error {
  override readonly name = "PlanningTimeExceeded";
}

/** Tables and memory that planning shares with other calculations, and limits. */
export type PlanningContext = Omit<OutlineContext, "checkpoint" | "onProgress">;

/**
 * Runs planning that may take place in the server isolate. Returns undefined if it takes longer
 * than 10 ms, so that it is left to the compute isolate.
 */
export function withinPlanningTime<Result>(
  plan: (context: OutlineContext) => Result,
  context: PlanningContext = {},
): Result | undefined {
  const end = performance.now() + PLANNING_MS;
  try {
    return plan({
      ...context,
      checkpoint() {
        if (performance.now() > end) throw new PlanningTimeExceeded();
      },
    });
  } catch (error) {
    if (error instanceof PlanningTimeExceeded) return undefined;
    throw error;
  }
}
