import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { isStrongLucasProbablePrime } from "./strong_lucas_probable_prime.ts";
import { isStrongProbablePrime } from "./strong_probable_prime.ts";
import { remaindersOf, smallPrimes } from "./small_primes.ts";

/** Why a number is composite. */
export type Witness =
  /** A proper factor. */
  | { readonly factor: bigint }
  /** The base of a strong probable prime test that fails. */
  | { readonly base: bigint }
  /** The discriminant of a strong Lucas test that fails, with P = 1. */
  | { readonly lucasDiscriminant: number };

/**
 * How certain it is that numbers are prime. A `probable` prime passes a test that no composite is
 * known to pass, but one may exist.
 */
export type Certainty = "proven" | "probable";

/** Whether a number is prime, and how this was established. */
export interface Primality {
  readonly isPrime: boolean;
  /** Always `proven` for composites. */
  readonly certainty: Certainty;
  readonly method: "trial division" | "miller-rabin" | "bpsw";
  /** For composites. */
  readonly witness?: Witness;
}

/** Trial division goes up to this. */
const LARGEST_TRIAL_DIVISOR = 1_000;

/**
 * The least composites that pass the strong tests to the first 1, 2, 3, … prime bases (OEIS
 * A014233; the last two by Sorenson and Webster, Strong pseudoprimes to twelve prime bases,
 * Mathematics of Computation 86, 2017). The twelfth is above 2^64.
 */
const LEAST_STRONG_PSEUDOPRIMES = [
  2_047n,
  1_373_653n,
  25_326_001n,
  3_215_031_751n,
  2_152_302_898_747n,
  3_474_749_660_383n,
  341_550_071_728_321n,
  341_550_071_728_321n,
  3_825_123_056_546_413_051n,
  3_825_123_056_546_413_051n,
  3_825_123_056_546_413_051n,
  318_665_857_834_031_151_167_461n,
  3_317_044_064_679_887_385_961_981n,
];

const BASES = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n];

/**
 * Whether an integer is prime: by trial division up to 1,000; below 3.3 · 10^24 by strong tests to
 * the first prime bases, which prove it; above by the Baillie–PSW test, a strong test to base 2 and
 * a strong Lucas test (Baillie and Wagstaff, Lucas pseudoprimes, Mathematics of Computation 35,
 * 1980).
 */
export function isPrime(n: bigint, context: ComputeContext = NEVER_CANCELLED): Primality {
  if (n < 2n) return { isPrime: false, certainty: "proven", method: "trial division" };
  const primes = smallPrimes(LARGEST_TRIAL_DIVISOR);
  const divisor = primes[remaindersOf(n, primes).indexOf(0)];
  if (divisor !== undefined && BigInt(divisor) !== n) {
    return composite("trial division", { factor: BigInt(divisor) });
  }
  if (n < BigInt(LARGEST_TRIAL_DIVISOR) ** 2n) {
    return { isPrime: true, certainty: "proven", method: "trial division" };
  }
  return primalityWithoutSmallFactors(n, context);
}

/** How certain it is that a prime found by `isPrime` is one. */
export function primeCertainty(prime: bigint): Certainty {
  return prime < LEAST_STRONG_PSEUDOPRIMES.at(-1)! ? "proven" : "probable";
}

/** `isPrime` without trial division, for an odd number above 9. */
export function primalityWithoutSmallFactors(n: bigint, context: ComputeContext): Primality {
  const bases = LEAST_STRONG_PSEUDOPRIMES.findIndex((bound) => n < bound) + 1;
  if (bases === 0) return bailliePsw(n, context);
  for (const base of BASES.slice(0, bases)) {
    if (!isStrongProbablePrime(n, base, context)) return composite("miller-rabin", { base });
  }
  return { isPrime: true, certainty: "proven", method: "miller-rabin" };
}

function bailliePsw(n: bigint, context: ComputeContext): Primality {
  if (!isStrongProbablePrime(n, 2n, context)) return composite("bpsw", { base: 2n });
  const lucas = isStrongLucasProbablePrime(n, context);
  return lucas === true
    ? { isPrime: true, certainty: "probable", method: "bpsw" }
    : composite("bpsw", lucas);
}

function composite(method: Primality["method"], witness: Witness): Primality {
  return { isPrime: false, certainty: "proven", method, witness };
}
