import type { FactorBase } from "./factor_base.ts";
import type { Polynomials } from "./polynomials.ts";

/** x² ≡ ± the product of the primes with these indices · `large`², modulo n. */
export interface Relation {
  readonly x: bigint;
  readonly isNegative: boolean;
  /** Indices into the factor base, repeated according to the exponent of the prime. */
  readonly indices: readonly number[];
  readonly large: bigint;
}

/** A relation whose product has one additional large prime, to the first power. */
interface Partial {
  readonly x: bigint;
  readonly isNegative: boolean;
  readonly indices: readonly number[];
}

/** Collects relations from candidates, and combines two with the same large prime into one. */
export class Relations {
  readonly #base: FactorBase;
  readonly #half: number;
  readonly #largestPrime: number;
  readonly #inverses: Float64Array;
  readonly #partials = new Map<number, Partial>();
  readonly #known = new Set<bigint>();
  readonly all: Relation[] = [];

  constructor(
    base: FactorBase,
    { interval, largestPrime }: { readonly interval: number; readonly largestPrime: number },
  ) {
    this.#base = base;
    this.#half = interval / 2;
    this.#largestPrime = largestPrime;
    this.#inverses = Float64Array.from(base.primes, (p) => 1 / p);
  }

  /**
   * Adds the relation at a position if the value factors over the factor base and one large prime.
   */
  add(position: number, polynomials: Polynomials): void {
    const { a, b } = polynomials;
    const x = BigInt(position - this.#half);
    const y = a * x + b;
    const value = (y * y - this.#base.product) / a;
    const indices = [...polynomials.indices];
    const rest = this.#divide(value < 0n ? -value : value, position, polynomials, indices);
    if (rest > BigInt(this.#largestPrime)) return;
    const root = y < 0n ? -y : y;
    if (this.#known.has(root)) return;
    this.#known.add(root);
    this.#keep({ x: root, isNegative: value < 0n, indices }, Number(rest));
  }

  #keep(partial: Partial, large: number): void {
    if (large === 1) {
      this.all.push({ ...partial, large: 1n });
      return;
    }
    const other = this.#partials.get(large);
    if (!other) {
      this.#partials.set(large, partial);
      return;
    }
    this.all.push({
      x: partial.x * other.x,
      isNegative: partial.isNegative !== other.isNegative,
      indices: partial.indices.concat(other.indices),
      large: BigInt(large),
    });
  }

  /**
   * Divides a value by its primes in the factor base, appends their indices, and returns the
   * cofactor.
   */
  #divide(
    value: bigint,
    position: number,
    { first, second, indices: ofA }: Polynomials,
    indices: number[],
  ): bigint {
    const { primes } = this.#base;
    const inverses = this.#inverses;
    let rest = value;
    const divide = (index: number) => {
      const p = BigInt(primes[index]!);
      while (rest % p === 0n) {
        rest /= p;
        indices.push(index);
      }
    };
    divide(0);
    for (const index of ofA) divide(index);
    for (let i = 1; i < primes.length; i++) {
      const p = primes[i]!;
      const remainder = position - Math.floor(position * inverses[i]! + 1e-9) * p;
      if (remainder === first[i] || remainder === second[i]) divide(i);
    }
    return rest;
  }
}
