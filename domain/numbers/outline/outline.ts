/** Number of digits in an outline. */
export interface OutlineRequest {
  /** 1 to 50. */
  readonly leading: number;
  /** 0 to 50. */
  readonly trailing: number;
}

/**
 * The first and last digits of a number and its size. Digits are truncated, never rounded. A number
 * with fewer digits than requested has all of them, without padding.
 */
export interface Outline {
  readonly sign: -1 | 0 | 1;
  /** ⌊log10 |x|⌋; 0 for zero. */
  readonly exponent10: bigint;
  /** Digits before the decimal point: 0 for 0 < |x| < 1, 1 for zero. */
  readonly digits: bigint;
  /** The first significant digits. */
  readonly leading: string;
  /** The last digits of an integer; null for other numbers, like the next two fields. */
  readonly trailing: string | null;
  /** Number of trailing zeros; 0 for zero. */
  readonly trailingZeros: bigint | null;
  /** The last digits before the trailing zeros, as many as in `trailing`. */
  readonly lastNonzero: string | null;
}
