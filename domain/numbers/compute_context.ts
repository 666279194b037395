import type { Workspace } from "./limbs/workspace.ts";

/** Cancellation, progress and memory of a calculation, for the arithmetic. */
export interface ComputeContext {
  /** Throws `Cancelled` when the calculation has been cancelled; called every few milliseconds. */
  checkpoint(): void;
  /** Called with the completed fraction of the predicted cost, from 0 to 1; never decreases. */
  onProgress?(fraction: number): void;
  /** Time limit, in seconds on the reference machine. */
  readonly maxSeconds?: number;
  /** Maximum number of digits of intermediate results. */
  readonly maxDigits?: number;
  /** Tables and memory kept between calculations; a new workspace is created if omitted. */
  readonly workspace?: Workspace;
}

/** Thrown by `ComputeContext.checkpoint()` to abandon a cancelled calculation. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** A context without cancellation or progress, for calculations too short to need them. */
export const NEVER_CANCELLED: ComputeContext = { checkpoint() {} };
