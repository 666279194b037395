/** Values of up to this many digits are computed before anything else is planned. */
export const FOLDED_DIGITS = 10_000;

/** Seconds, on the reference machine, that planning may spend on values. */
export const PLANNING_SECONDS = 3e-3;
