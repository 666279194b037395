import type { DecimalText, DigitCount } from "./numbers/mod.ts";
import type { OutlineContext } from "./numbers/outline/mod.ts";
import type { PlanningContext } from "./planning_time.ts";
import type { Description } from "./result_text.ts";

/** How a question is answered: exactly, by an outline or by a residue. */
export interface PlannedMethod {
  /** Digits of an exact result; undefined where nothing is expanded. */
  predictDigits?(): DigitCount;
  /**
   * Predicted seconds of one core of the reference machine. `maxDigits` limits intermediate results;
   * no limit by default.
   */
  predictSeconds(context?: PlanningContext): number;
  /** Throws `Cancelled` out of `context.checkpoint()`. */
  compute(context: OutlineContext): DecimalText | Description;
}
