import type { Certainty } from "../../numbers/integers/mod.ts";

/** Collects how certain the primality tests are that a value depends on. */
export interface Primality {
  /** Notes that the value depends on a primality test of this certainty. */
  used(certainty: Certainty): void;
  /** Undefined if no test was used; `probable` if one of them was. */
  certainty(): Certainty | undefined;
}

export function createPrimality(): Primality {
  let known: Certainty | undefined;
  return {
    used: (certainty) => known = known === "probable" ? known : certainty,
    certainty: () => known,
  };
}
