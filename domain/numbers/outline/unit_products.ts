import type { ComputeContext } from "../compute_context.ts";
import { modulo } from "../integers/integer_arithmetic.ts";
import { modInverse } from "../integers/mod_inverse.ts";
import { evaluate, multiply, type Polynomial, shift } from "./residue_polynomial.ts";
import { digitsInBase } from "./digits_in_base.ts";
import type { PrimePart } from "./prime_part.ts";

/**
 * Maximum number of digit combinations in a group, each with its own polynomial: in the first
 * group, whose polynomials have the highest degree, and in later groups. For a larger prime, a
 * group has a single digit.
 */
const MOST_VARIANTS = { first: 128, later: 32 };
const LEVELS_BETWEEN_CHECKPOINTS = 32;

/** `UnitProducts` by prime and exponent. */
export class UnitProductTables {
  readonly #tables = new Map<string, UnitProducts>();

  /** The table for prime^exponent, created when first used. */
  for(prime: bigint, exponent: number, context: ComputeContext): UnitProducts {
    const key = `${prime}^${exponent}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      table = new UnitProducts(prime, exponent, context);
      this.#tables.set(key, table);
    }
    return table;
  }
}

interface Group {
  readonly first: number;
  readonly end: number;
  /** prime^end. */
  readonly size: bigint;
  /**
   * Indexed by the value d of the group's digits: the units of d blocks after a multiple x of
   * `size`.
   */
  readonly variants: readonly Polynomial[];
}

/**
 * Products of the integers up to a limit that a prime p does not divide, modulo q = p^k. The number
 * of steps is logarithmic in the limit (Granville, Arithmetic properties of binomial coefficients
 * I, 1997).
 *
 * The limit is written in base p. A block of p^t integers that starts at a multiple x of p^t
 * contributes P_t(x) = Π (x + u) over the units u < p^t. As a polynomial in x, only its
 * coefficients of degree ≤ ⌊(k−1)/t⌋ matter, because x^j is a multiple of p^(tj). Digits are taken
 * in groups: for each value d of the digits from `first` to `end`, the table has the product of d
 * blocks of p^first, as a polynomial in a multiple x of p^end. For h ≥ k/2, P_h(x) = c + c₁x
 * and Π_(i<y) P_h(i p^h) = c^y (1 + (c₁/c) p^h y(y−1)/2), and since c = ±1 + s p^h (Wilson's
 * theorem for prime powers), c^y = (±1)^y (1 ± y s p^h). All of this is exact modulo q.
 */
export class UnitProducts {
  readonly #prime: bigint;
  readonly #modulus: bigint;
  readonly #groups: readonly Group[];
  /** p^h. */
  readonly #blockSize: bigint;
  readonly #blockDigits: number;
  readonly #wilson: bigint;
  /** s · p^h and (c₁/c) · p^h, modulo q. */
  readonly #slope: bigint;
  readonly #curvature: bigint;
  /** The product of all units modulo q: 1 or q − 1. */
  readonly #period: bigint;

  constructor(prime: bigint, exponent: number, context: ComputeContext) {
    this.#prime = prime;
    this.#modulus = prime ** BigInt(exponent);
    const { groups, block } = this.#build(exponent, context);
    this.#groups = groups;
    this.#blockDigits = groups.at(-1)!.end;
    this.#blockSize = prime ** BigInt(this.#blockDigits);
    const [constant = 1n, linear = 0n] = block;
    this.#wilson = constant % this.#blockSize === 1n % this.#blockSize ? 1n : -1n;
    this.#slope = modulo(constant - this.#wilson, this.#modulus);
    this.#curvature = linear * modInverse(constant, this.#modulus) * this.#blockSize %
      this.#modulus;
    this.#period = prime === 2n && exponent !== 2 ? 1n : this.#modulus - 1n;
  }

  /** n! for n ≥ 0 as a power of the prime and a unit. */
  factorial(n: bigint, context: ComputeContext): PrimePart {
    const digits = digitsInBase(n, this.#prime);
    const digitSum = digits.reduce((sum, digit) => sum + digit, 0);
    return {
      valuation: (n - BigInt(digitSum)) / (this.#prime - 1n),
      unit: () => this.#unitOfFactorial(digits, context),
    };
  }

  #unitOfFactorial(digits: Int32Array, context: ComputeContext): bigint {
    const parity = this.#parities(digits);
    let window = 0n;
    let unit = 1n;
    for (let i = digits.length - 1; i >= 0; i--) {
      if (i % LEVELS_BETWEEN_CHECKPOINTS === 0) context.checkpoint();
      window = (window * this.#prime + BigInt(digits[i]!)) % this.#modulus;
      unit = unit * this.#upTo(digits, i, { window, parity }) % this.#modulus;
    }
    return unit;
  }

  /** The product of the units from 1 to n; 1 for n ≤ 0. */
  upTo(n: bigint): bigint {
    if (n <= 0n) return 1n;
    const window = n % this.#modulus;
    const periods = n / this.#modulus % 2n === 1n ? this.#period : 1n;
    const digits = digitsInBase(window, this.#prime);
    const product = this.#upTo(digits, 0, { window, parity: this.#parities(digits) });
    return product * periods % this.#modulus;
  }

  /** The product of the units up to the number formed by the digits from index `from`. */
  #upTo(
    digits: ArrayLike<number>,
    from: number,
    { window, parity }: { readonly window: bigint; readonly parity: Uint8Array },
  ): bigint {
    const modulus = this.#modulus;
    const prime = Number(this.#prime);
    let product = 1n;
    for (const { first, end, size, variants } of this.#groups) {
      let value = 0;
      for (let t = Math.min(from + end, digits.length) - 1; t >= from + first; t--) {
        value = value * prime + digits[t]!;
      }
      if (value === 0) continue;
      product = product * evaluate(variants[value]!, window - window % size, modulus) % modulus;
    }
    const blocks = window / this.#blockSize;
    const isOdd = parity[from + this.#blockDigits] === 1;
    // Modulo q, p^h · blocks does not depend on the digits outside the window.
    const pairs = this.#pairs(blocks, digits, from);
    const sign = isOdd ? this.#wilson : 1n;
    const powers = sign * (1n + this.#wilson * blocks * this.#slope);
    const correction = 1n + this.#curvature * pairs;
    return modulo(product * (powers % modulus) % modulus * (correction % modulus), modulus);
  }

  /** y(y−1)/2 modulo p^(k−h); for p = 2 halving takes one more digit of y than the window has. */
  #pairs(blocks: bigint, digits: ArrayLike<number>, from: number): bigint {
    if (this.#prime !== 2n) return blocks * (blocks - 1n) / 2n;
    const next = digits[from + this.#exponentDigits()] === 1 ? 1n : 0n;
    const y = blocks + next * (this.#modulus / this.#blockSize || 1n);
    return y * (y - 1n) / 2n;
  }

  #exponentDigits(): number {
    return this.#modulus.toString(2).length - 1;
  }

  /** parity[i] is 1 if the number formed by digits[i..] is odd. */
  #parities(digits: ArrayLike<number>): Uint8Array {
    const parity = new Uint8Array(digits.length + 1);
    for (let i = digits.length - 1; i >= 0; i--) {
      // An odd prime is 1 modulo 2, so the parity is that of the digit sum.
      parity[i] = (this.#prime === 2n ? digits[i]! : digits[i]! + parity[i + 1]!) & 1;
    }
    return parity;
  }

  #build(exponent: number, context: ComputeContext) {
    const prime = Number(this.#prime);
    const modulus = this.#modulus;
    const groups: Group[] = [];
    let block: Polynomial = [];
    for (let first = 0, end; 2 * first < exponent; first = end) {
      const length = groupLength(prime, first === 0 ? MOST_VARIANTS.first : MOST_VARIANTS.later);
      end = first + length;
      const degree = Math.floor((exponent - 1) / end);
      const count = prime ** length;
      const variants: Polynomial[] = [[1n]];
      for (let i = 0; i < count; i++) {
        context.checkpoint();
        const previous = variants[i]!;
        if (first > 0) {
          const offset = BigInt(i) * this.#prime ** BigInt(first);
          variants.push(multiply(previous, shift(block, offset, { degree, modulus }), {
            degree,
            modulus,
          }));
        } else if ((i + 1) % prime === 0) {
          variants.push(previous);
        } else {
          variants.push(multiply(previous, [BigInt(i + 1), 1n], { degree, modulus }));
        }
      }
      block = variants.pop()!;
      groups.push({ first, end, size: this.#prime ** BigInt(end), variants });
    }
    return { groups, block };
  }
}

function groupLength(prime: number, mostVariants: number): number {
  let length = 1;
  while (prime ** (length + 1) <= mostVariants) length++;
  return length;
}
