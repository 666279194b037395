import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { bitLength } from "./bit_length.ts";
import { isPrime, primalityWithoutSmallFactors } from "./is_prime.ts";
import { remaindersOf, smallPrimes } from "./small_primes.ts";

/** Up to this many bits each odd number is tested without a sieve. */
const UNSIEVED_BITS = 64n;

/** Odd numbers sieved at a time, per bit: three mean gaps between primes. */
const WINDOW_PER_BIT = 1;

/**
 * The sieve uses primes up to b²/10 for b bits, where sieving costs as much as the tests it saves.
 */
const LEAST_BOUND = 1_000;
const LARGEST_BOUND = 2_000_000;

/** The least prime greater than an integer, as certain as `primeCertainty` says. */
export function nextPrime(n: bigint, context: ComputeContext = NEVER_CANCELLED): bigint {
  if (n < 2n) return 2n;
  return nearestPrime(n + 1n + n % 2n, 1, context);
}

/** The greatest prime less than an integer, undefined for n ≤ 2. */
export function prevPrime(
  n: bigint,
  context: ComputeContext = NEVER_CANCELLED,
): bigint | undefined {
  if (n <= 2n) return undefined;
  if (n === 3n) return 2n;
  return nearestPrime(n - 1n - n % 2n, -1, context);
}

/** The first prime among the odd numbers starting at `start`, up or down. */
function nearestPrime(start: bigint, direction: 1 | -1, context: ComputeContext): bigint {
  return start >> UNSIEVED_BITS === 0n
    ? oddNumbers(start, direction, context).find((n) => isPrime(n, context).isPrime)!
    : candidates(start, direction, context)
      .find((n) => primalityWithoutSmallFactors(n, context).isPrime)!;
}

function* oddNumbers(
  start: bigint,
  direction: 1 | -1,
  context: ComputeContext,
): Generator<bigint> {
  for (let n = start;; n += 2n * BigInt(direction)) {
    context.checkpoint();
    yield n;
  }
}

/** The odd numbers without small factors, starting at `start`. */
function* candidates(
  start: bigint,
  direction: 1 | -1,
  context: ComputeContext,
): Generator<bigint> {
  const bits = bitLength(start);
  const bound = Math.min(LARGEST_BOUND, Math.max(LEAST_BOUND, bits ** 2 / 10));
  const primes = smallPrimes(Math.floor(bound), context).subarray(1);
  const remainders = remaindersOf(start, primes, context);
  const next = Float64Array.from(primes, (p, i) => firstMultiple(remainders[i]!, p, direction));
  const window = WINDOW_PER_BIT * bits;
  for (let from = 0;; from += window) {
    context.checkpoint();
    const isComposite = new Uint8Array(window);
    for (let i = 0; i < primes.length; i++) {
      let at = next[i]! - from;
      for (; at < window; at += primes[i]!) isComposite[at] = 1;
      next[i] = at + from;
    }
    for (let i = 0; i < window; i++) {
      if (isComposite[i] === 0) yield start + BigInt(2 * direction * (from + i));
    }
  }
}

/** The least i ≥ 0 for which an odd prime p divides start + 2·direction·i. */
function firstMultiple(remainder: number, p: number, direction: 1 | -1): number {
  const distance = direction > 0 ? (p - remainder) % p : remainder;
  return distance % 2 === 0 ? distance / 2 : (distance + p) / 2;
}
