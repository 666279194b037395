import type { ComputeContext } from "../compute_context.ts";
import { bitLength } from "../integers/bit_length.ts";
import { integerRoot } from "../integers/integer_root.ts";
import type { Meter } from "../meter.ts";
import { exp } from "../outline/exp.ts";
import { cosine } from "./cosine.ts";
import { nearestInteger } from "./nearest_integer.ts";
import { piBySplitting } from "./pi.ts";

/** Binary places of the sum. */
const SUM_BITS = 32;
const GUARD_BITS = 64;

/** Doubles are precise enough for terms with an exponential up to e^25. */
const LARGEST_IN_DOUBLES = 25;

/** Maximum error from leaving out the rest of the series. */
const LARGEST_REMAINDER = 0.4;

/** Share of the time that the first, long terms take in proportion to k^(−3/2). */
const LONG_TERMS = 0.5;
const ZETA_OF_3_HALVES = 2.612;

interface Constants {
  readonly pi: bigint;
  /** C = π √(24n − 1) / 6, and its reciprocal. */
  readonly c: bigint;
  readonly reciprocal: bigint;
  /** Binary places of the three. */
  readonly places: number;
}

/**
 * The number of partitions of an integer n ≥ 300 by Rademacher's series (1937) in Selberg's form
 * (Whiteman 1956; Johansson, Efficient implementation of the Hardy–Ramanujan–Rademacher formula,
 * 2012):
 *
 *   p(n) = 4/(24n − 1) Σ_(k≥1) S_k · U(C/k),  U(x) = cosh x − sinh(x)/x,
 *   S_k = Σ (−1)^l cos((6l + 1)π/(6k)) over 0 ≤ l < 2k with l(3l + 1)/2 ≡ −n modulo k.
 *
 * The terms left out are below 0.4 in total (Rademacher). A term with a large x is computed with as
 * many bits as its integer part has and 64 more, as S_k · e^x (1 − 1/x)/2, which omits less than
 * e^−25. The other terms are computed in doubles with a relative error below 10^−14. Both errors
 * are divided by 6n, so that they stay below 10^−6 in total, and the sum is within 0.41 of p(n).
 */
export function partitionsBySeries(n: number, meter: Meter): bigint {
  const count = termCount(n);
  const cost = 1e9 * partitionsBySeriesSeconds(n);
  const constants = constantsFor(n, meter);
  let sum = 0n;
  let rest = 0;
  for (let k = 1; k <= count; k++) {
    const indices = selbergIndices(n, k);
    if (argument(n, k) > LARGEST_IN_DOUBLES) {
      sum += preciseTerm(n, k, { indices, constants, context: meter });
    } else {
      rest += termInDoubles(n, k, indices);
    }
    meter.spend(cost * (LONG_TERMS * k ** -1.5 / ZETA_OF_3_HALVES + (1 - LONG_TERMS) / count));
  }
  return nearestInteger(sum + BigInt(Math.round(rest * 2 ** SUM_BITS)), SUM_BITS);
}

/**
 * The number of terms after which the rest is below 0.4, by Rademacher's bound
 * 44π²/(225√3) N^(−1/2) + (π√2/75) (N/(n − 1))^(1/2) sinh(π√(2n/3)/N).
 */
function termCount(n: number): number {
  const remainder = (count: number) =>
    44 * Math.PI ** 2 / (225 * Math.sqrt(3 * count)) +
    Math.PI * Math.SQRT2 / 75 * Math.sqrt(count / (n - 1)) *
      Math.sinh(Math.PI * Math.sqrt(2 * n / 3) / count);
  let count = 8;
  while (remainder(count) > LARGEST_REMAINDER) count += Math.ceil(count / 64);
  return count;
}

/** Predicted seconds of `partitionsBySeries`, on one core of the reference machine. */
export function partitionsBySeriesSeconds(n: number): number {
  return 2e-5 + 2.9e-8 * n ** 0.88;
}

/** C/k as a double. */
function argument(n: number, k: number): number {
  return Math.PI * Math.sqrt(24 * n - 1) / (6 * k);
}

/** The l of S_k; for odd k only those below k, since l and l + k contribute the same. */
function selbergIndices(n: number, k: number): number[] {
  const indices: number[] = [];
  const end = k % 2 === 0 ? 2 * k : k;
  const target = (k - n % k) % k;
  let [value, step] = [0, 2 % k];
  for (let l = 0; l < end; l++) {
    if (value === target) indices.push(l);
    value += step;
    if (value >= k) value -= k;
    step += 3;
    while (step >= k) step -= k;
  }
  return indices;
}

function termInDoubles(n: number, k: number, indices: readonly number[]): number {
  const x = argument(n, k);
  const cosines = indices.reduce((sum, l) => {
    const cosine = Math.cos((6 * l + 1) * Math.PI / (6 * k));
    return l % 2 === 0 ? sum + cosine : sum - cosine;
  }, 0);
  const selberg = k % 2 === 0 ? cosines : 2 * cosines;
  return 4 / (24 * n - 1) * selberg * (Math.cosh(x) - Math.sinh(x) / x);
}

/** Integer bits of e^x for x = C/k. */
function integerBits(n: number, k: number): number {
  return Math.ceil(argument(n, k) * Math.LOG2E) + 1;
}

function constantsFor(n: number, context: ComputeContext): Constants {
  const places = integerBits(n, 1) + 2 * GUARD_BITS;
  const scale = BigInt(places);
  const pi = piBySplitting(places, context);
  const { root } = integerRoot(BigInt(24 * n - 1) << (2n * scale), 2, context);
  const c = (pi * root / 6n) >> scale;
  context.checkpoint();
  return { pi, c, reciprocal: (1n << (2n * scale)) / c, places };
}

/** The k-th term with `SUM_BITS` binary places. */
function preciseTerm(
  n: number,
  k: number,
  { indices, constants, context }: {
    readonly indices: readonly number[];
    readonly constants: Constants;
    readonly context: ComputeContext;
  },
): bigint {
  if (indices.length === 0) return 0n;
  const places = integerBits(n, k) + GUARD_BITS;
  const scale = BigInt(places);
  const excess = BigInt(constants.places - places);
  const x = (constants.c >> excess) / BigInt(k);
  const selberg = selbergSum(k, indices, { pi: constants.pi >> excess, places, context });
  const { mantissa, exponent } = exponential(x, places, context);
  const factor = (1n << scale) - BigInt(k) * (constants.reciprocal >> excess);
  const product = (((selberg * mantissa) >> scale) * factor) >> scale;
  const shift = BigInt(exponent + 1 + SUM_BITS - places);
  return (product << shift) / BigInt(24 * n - 1);
}

function selbergSum(
  k: number,
  indices: readonly number[],
  { pi, places, context }: {
    readonly pi: bigint;
    readonly places: number;
    readonly context: ComputeContext;
  },
): bigint {
  let sum = 0n;
  for (const l of indices) {
    const numerator = 6 * l + 1;
    // cos(2π − x) = cos x.
    const folded = Math.min(numerator, 12 * k - numerator);
    const value = cosine(BigInt(folded) * pi / BigInt(6 * k), places, context);
    sum += l % 2 === 0 ? value : -value;
  }
  return k % 2 === 0 ? sum : 2n * sum;
}

/**
 * e^x = mantissa · 2^(exponent − places) for a fixed-point x > 0: the argument is halved r times to
 * less than 1, and each of r squarings doubles the relative error and adds 2 units.
 */
function exponential(
  x: bigint,
  places: number,
  context: ComputeContext,
): { mantissa: bigint; exponent: number } {
  const halvings = Math.max(bitLength(x) - places, 0);
  const guard = halvings + 8;
  const fine = places + guard;
  const scale = BigInt(fine);
  let mantissa = exp(x << 8n, fine, context).lo;
  let exponent = 0;
  for (let i = 0; i < halvings; i++) {
    context.checkpoint();
    mantissa = (mantissa * mantissa) >> scale;
    exponent *= 2;
    const excess = Math.max(bitLength(mantissa) - fine - 1, 0);
    mantissa >>= BigInt(excess);
    exponent += excess;
  }
  return { mantissa: mantissa >> BigInt(guard), exponent };
}
