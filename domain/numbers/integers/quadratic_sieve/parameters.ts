/** Parameters of the quadratic sieve for numbers of one size. */
export interface SieveParameters {
  /** Number of primes in the factor base. */
  readonly primes: number;
  /** Length of the sieve interval of each polynomial, a multiple of 4. */
  readonly interval: number;
  /** Maximum large prime of a relation, as a multiple of the largest prime of the factor base. */
  readonly largePrimeMultiple: number;
  /** Primes below this are not sieved; the threshold allows for them. */
  readonly smallestSieved: number;
  /** Bits that the threshold is below the size of the values, besides those of the large prime. */
  readonly slackBits: number;
}

/** Interval lengths are multiples of this. */
const INTERVAL_UNIT = 4_096;

type Row = readonly [
  bits: number,
  primes: number,
  interval: number,
  largePrimeMultiple: number,
  smallestSieved: number,
  slackBits: number,
];

/** Measured on products of two random primes; values in between are interpolated. */
const TABLE: readonly Row[] = [
  [60, 50, 4_096, 20, 5, 4],
  [80, 90, 8_192, 30, 11, 5],
  [100, 180, 16_384, 40, 19, 6],
  [132, 550, 32_768, 60, 29, 8],
  [165, 1_600, 32_768, 100, 45, 10],
  [198, 4_400, 65_536, 150, 60, 12],
  [231, 12_500, 131_072, 200, 70, 13],
  [265, 36_000, 262_144, 250, 80, 14],
];

/** The parameters for a number of `bits` bits. */
export function parametersFor(bits: number): SieveParameters {
  const above = TABLE.findIndex(([size]) => size >= bits);
  const upper = Math.max(1, above < 0 ? TABLE.length - 1 : above);
  const [low, high] = [TABLE[upper - 1]!, TABLE[upper]!];
  const share = Math.max(0, (bits - low[0]) / (high[0] - low[0]));
  const between = (column: 1 | 2 | 3 | 4 | 5) =>
    low[column] * (high[column] / low[column]) ** share;
  return {
    primes: Math.round(between(1)),
    interval: INTERVAL_UNIT * Math.round(between(2) / INTERVAL_UNIT),
    largePrimeMultiple: between(3),
    smallestSieved: between(4),
    slackBits: between(5),
  };
}
