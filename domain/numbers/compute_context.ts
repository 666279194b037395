import type { Workspace } from "./limbs/workspace.ts";

/** A running calculation, as the arithmetic sees it. */
export interface ComputeContext {
  /** Throws `Stopped` when nobody wants the result any more. */
  checkpoint(): void;
  /** Told of the share of the predicted work that is done, from 0 to 1, never less than before. */
  progress?(fraction: number): void;
  /** Tables and memory to use and to leave to the next calculation; without, they are made anew. */
  readonly workspace?: Workspace;
}

/** Thrown by `Work.checkpoint()` to leave a calculation. */
export class Cancelled extends Error {
  override readonly name = "Stopped";
}

/** Work that nobody can stop, for calculations too short to be worth it. */
export const NEVER_CANCELLED: ComputeContext = { checkpoint() {} };
