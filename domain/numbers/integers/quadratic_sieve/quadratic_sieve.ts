import type { ComputeContext } from "../../compute_context.ts";
import { bitLength } from "../bit_length.ts";
import { gcd } from "../gcd.ts";
import { dependencies } from "./dependencies.ts";
import { createFactorBase, type FactorBase } from "./factor_base.ts";
import { parametersFor } from "./parameters.ts";
import { Polynomials } from "./polynomials.ts";
import { type Relation, Relations } from "./relations.ts";
import { Sieve } from "./sieve.ts";

/** Relations beyond the size of the factor base: each gives a factor with probability ½ or more. */
const SURPLUS = 24;

/** Primes multiplied into a square root between two checkpoints. */
const PRIMES_AT_A_TIME = 64;

/**
 * A proper factor of an odd composite that is not a perfect power and has no prime factor up to 73,
 * by the self-initialising quadratic sieve with one large prime.
 */
export function quadraticSieve(n: bigint, context: ComputeContext): bigint {
  const { primes, interval, largePrimeMultiple, smallestSieved, slackBits } = parametersFor(
    bitLength(n),
  );
  const base = createFactorBase(n, primes, context);
  const largestPrime = Math.floor(largePrimeMultiple * base.primes.at(-1)!);
  const valueBits = Math.log2(Number(base.product)) / 2 + Math.log2(interval / 2) - 0.5;
  const sieve = new Sieve(base, {
    interval,
    threshold: Math.round(valueBits - Math.log2(largestPrime) - slackBits),
    smallest: smallestSieved,
  });
  const polynomials = new Polynomials(base, interval);
  const relations = new Relations(base, { interval, largestPrime });
  for (let wanted = primes + SURPLUS;; wanted += SURPLUS) {
    while (relations.all.length < wanted) {
      polynomials.next();
      for (const position of sieve.candidates(polynomials.first, polynomials.second)) {
        relations.add(position, polynomials);
      }
      context.checkpoint();
      context.onProgress?.(Math.min(1, relations.all.length / wanted));
    }
    for (const factor of factorsFrom(n, relations.all, base, context)) {
      if (factor !== 1n && factor !== n) return factor;
    }
  }
}

/** gcd(x − y, n) for each product of relations with x² ≡ y² modulo n. */
function* factorsFrom(
  n: bigint,
  relations: readonly Relation[],
  { primes }: FactorBase,
  context: ComputeContext,
): Generator<bigint> {
  const columns = relations.map(({ isNegative, indices }) =>
    isNegative ? [...indices.map((index) => index + 1), 0] : indices.map((index) => index + 1)
  );
  for (const members of dependencies(columns, primes.length + 1, context)) {
    const exponents = new Uint32Array(primes.length);
    let [x, y] = [1n, 1n];
    for (const member of members) {
      const relation = relations[member]!;
      x = x * relation.x % n;
      y = y * relation.large % n;
      for (const index of relation.indices) exponents[index]!++;
    }
    for (let i = 0; i < primes.length; i++) {
      if (i % PRIMES_AT_A_TIME === 0) context.checkpoint();
      for (let count = exponents[i]! / 2; count > 0; count--) y = y * BigInt(primes[i]!) % n;
    }
    yield gcd(x - y, n);
  }
}
