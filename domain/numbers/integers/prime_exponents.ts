import type { PrimeExponent } from "../large/prime_powers.ts";
import { primesUpTo } from "../large/primes.ts";
import type { Meter } from "../meter.ts";
import { wordInverse } from "./word_arithmetic.ts";

/** Nanoseconds per number sieved for the sieve and the exponents, as in `limbs/costs.ts`. */
const EXPONENTS_PER_NUMBER = 7;

/** Primes between two checkpoints. */
const PRIMES_AT_A_TIME = 512;

/** The exponent of a prime in n!: Legendre's formula. */
export function factorialExponent(n: number, prime: number): number {
  let sum = 0;
  for (let rest = Math.floor(n / prime); rest > 0; rest = Math.floor(rest / prime)) sum += rest;
  return sum;
}

/** The primes of n! for an integer n ≥ 2, with their exponents. */
export function factorialExponents(n: number, meter: Meter): Generator<PrimeExponent> {
  return exponentsOf(n, (prime) => factorialExponent(n, prime), meter);
}

/**
 * The primes of a binomial coefficient for integers n ≥ k ≥ 0 and n ≥ 2: the exponent of p is the
 * number of carries when k and n − k are added in base p (Kummer), and it is 0 or 1 for p > √n.
 */
export function binomialExponents(n: number, k: number, meter: Meter): Generator<PrimeExponent> {
  return exponentsOf(n, (prime) => carries(k, n - k, prime), meter);
}

/**
 * The primes of the multinomial coefficient of positive integers in descending order, with a sum of
 * at least 2.
 */
export function multinomialExponents(
  parts: readonly number[],
  meter: Meter,
): Generator<PrimeExponent> {
  const n = parts.reduce((sum, part) => sum + part, 0);
  return exponentsOf(n, (prime) => {
    let exponent = factorialExponent(n, prime);
    for (const part of parts) {
      if (part < prime) break;
      exponent -= factorialExponent(part, prime);
    }
    return exponent;
  }, meter);
}

/** The primes of n!/(n − k)! for integers n ≥ k ≥ 0 and n ≥ 2. */
export function permutationExponents(
  n: number,
  k: number,
  meter: Meter,
): Generator<PrimeExponent> {
  return exponentsOf(
    n,
    (prime) => factorialExponent(n, prime) - factorialExponent(n - k, prime),
    meter,
  );
}

/** The primes of the Catalan number (2n)!/(n! (n + 1)!) for an integer n ≥ 2. */
export function catalanExponents(n: number, meter: Meter): Generator<PrimeExponent> {
  return exponentsOf(
    2 * n,
    (prime) => carries(n, n, prime) - multiplicity(n + 1, prime),
    meter,
  );
}

/** The primes up to n ≥ 2, each once: their product is the primorial. */
export function primorialExponents(n: number, meter: Meter): Generator<PrimeExponent> {
  return exponentsOf(n, () => 1, meter);
}

/** Predicted cost of the exponents of the primes up to n in nanoseconds, as in `limbs/costs.ts`. */
export function exponentsCost(n: number): number {
  return EXPONENTS_PER_NUMBER * n;
}

function* exponentsOf(
  n: number,
  exponentOf: (prime: number) => number,
  meter: Meter,
): Generator<PrimeExponent> {
  const primes = primesUpTo(n, meter);
  for (let from = 0; from < primes.length; from += PRIMES_AT_A_TIME) {
    const some = primes.subarray(from, from + PRIMES_AT_A_TIME);
    for (const prime of some) {
      const exponent = exponentOf(prime);
      if (exponent > 0) yield { prime, exponent };
    }
    meter.spend(exponentsCost(some.at(-1)! - some[0]!));
  }
}

/** Number of carries when two integers are added in a base. */
function carries(a: number, b: number, base: number): number {
  let [x, y, carry, count] = [a, b, 0, 0];
  while (x > 0 || y > 0) {
    carry = x % base + y % base + carry >= base ? 1 : 0;
    count += carry;
    [x, y] = [Math.floor(x / base), Math.floor(y / base)];
  }
  return count;
}

/** How often a prime divides a positive integer. */
function multiplicity(n: number, prime: number): number {
  let count = 0;
  for (let rest = n; rest % prime === 0; rest /= prime) count++;
  return count;
}

/**
 * The primes of n · (n − k) · (n − 2k) · … down to the last positive factor, with their exponents,
 * for integers n ≥ 2 and k ≥ 1 with the greatest common divisor `common`.
 */
export function progressionExponents(
  { n, k, common }: { readonly n: number; readonly k: number; readonly common: number },
  meter: Meter,
): Generator<PrimeExponent> {
  const count = Math.ceil(n / k);
  const [first, step] = [n / common, k / common];
  return exponentsOf(
    n,
    (prime) => count * multiplicity(common, prime) + multiples({ first, step, count }, prime),
    meter,
  );
}

/** The exponent of a prime in first · (first − step) · …, of coprime first and step. */
function multiples(
  { first, step, count }: {
    readonly first: number;
    readonly step: number;
    readonly count: number;
  },
  prime: number,
): number {
  if (step % prime === 0) return 0;
  let sum = 0;
  for (let power = prime; power <= first; power *= prime) {
    // first − step·i is a multiple of the power for i ≡ first/step.
    const inverse = wordInverse(step % power, power);
    const least = Number(BigInt(first) * BigInt(inverse) % BigInt(power));
    if (least < count) sum += Math.floor((count - 1 - least) / power) + 1;
  }
  return sum;
}
