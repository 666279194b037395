/** A running calculation, as the arithmetic sees it. */
export interface Work {
  /** Throws `Stopped` when nobody wants the result any more. */
  checkpoint(): void;
}

/** Thrown by `Work.checkpoint()` to leave a calculation. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Work that nobody can stop, for calculations too short to be worth it. */
export const UNSTOPPABLE: Work = { checkpoint() {} };
