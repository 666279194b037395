/** How many digits of an outline are wanted. */
export interface OutlineRequest {
  /** 1 to 50. */
  readonly leading: number;
  /** 0 to 50. */
  readonly trailing: number;
}

/**
 * The two ends of a number and its size. Every digit is a digit of the number: truncated, never
 * rounded. A number of fewer digits than asked for has all of them, without padding.
 */
export interface Outline {
  readonly sign: -1 | 0 | 1;
  /** ⌊log10 |x|⌋; 0 for zero. */
  readonly exponent10: bigint;
  /** Digits before the point: 0 for 0 < |x| < 1, 1 for zero. */
  readonly digits: bigint;
  /** The first significant digits. */
  readonly leading: string;
  /** The last digits of an integer; null for other numbers, like the following two. */
  readonly trailing: string | null;
  /** Zeros at the end; 0 for zero. */
  readonly trailingZeros: bigint | null;
  /** The last digits before those zeros, as many as `trailing` may have. */
  readonly lastNonzero: string | null;
}
