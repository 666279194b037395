import { BASE, type Limbs } from "./limbs.ts";

/** BASE ≡ 1 modulo this. */
const SMALL_MODULUS = BASE - 1;

/** BASE³ ≡ 1 modulo this, which is (BASE² + BASE + 1)/3 = 7 · 13 · 37 · 9,901. */
const LARGE_MODULUS = 33_336_667;

/** Block lengths for which sums by position modulo 3, and sums of squares, fit into 31 bits. */
const SUMMED_LIMBS = 180_000;
const SUMMED_SQUARES = 80;

/** Largest multiple of a product that can be checked: less than the prime factor 9,901. */
export const LARGEST_CHECKED_MULTIPLE = 9_900;

/** Residues modulo 9,999 and 33,336,667; may be negative, with magnitudes below the moduli. */
export interface Residues {
  readonly mod9999: number;
  readonly mod33336667: number;
}

/** Thrown when a product fails the check against its factors: a hardware fault or a bug. */
export class DamagedProduct extends Error {
  override readonly name = "DamagedProduct";
}

/**
 * Residues of a number, from the sums a, b and c of its limbs at positions 0, 1 and 2 modulo 3: it
 * is congruent to a + b + c modulo `SMALL_MODULUS` and to (a − c) + (b − c) · BASE modulo
 * `LARGE_MODULUS`, where BASE² ≡ −BASE − 1.
 */
export function residuesOf(limbs: Limbs): Residues {
  let [a, b, c] = [0, 0, 0];
  for (let start = 0; start < limbs.length; start += SUMMED_LIMBS) {
    const end = Math.min(start + SUMMED_LIMBS, limbs.length);
    let i = start, first = 0, second = 0, third = 0;
    for (; i < end - 2; i += 3) {
      first = (first + limbs[i]!) | 0;
      second = (second + limbs[i + 1]!) | 0;
      third = (third + limbs[i + 2]!) | 0;
    }
    if (i < end) first += limbs[i]!;
    if (i + 1 < end) second += limbs[i + 1]!;
    a += first;
    b += second;
    c += third;
  }
  return {
    mod9999: (a + b + c) % SMALL_MODULUS,
    mod33336667: ((a - c) % LARGE_MODULUS + (b - c) % LARGE_MODULUS * BASE) % LARGE_MODULUS,
  };
}

/** The sum of the squares of all limbs, exact below 2^53. */
export function sumOfSquares(limbs: Limbs): number {
  let squares = 0;
  for (let start = 0; start < limbs.length; start += SUMMED_SQUARES) {
    const end = Math.min(start + SUMMED_SQUARES, limbs.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum = (sum + Math.imul(limbs[i]!, limbs[i]!)) | 0;
    squares += sum;
  }
  return squares;
}

/**
 * Throws `DamagedProduct` unless `product` is congruent to x · y · times, for an integer `times` up
 * to `LARGEST_CHECKED_MULTIPLE`. Detects every single wrong limb, and every rounding error that
 * recombination spreads to two limbs a power of two apart. Other damage goes undetected with
 * probability 10^−11, or 10^−7 for a multiple.
 */
export function checkProduct(product: Limbs, x: Residues, y: Residues, times = 1): void {
  const found = residuesOf(product);
  const isRight =
    (x.mod9999 * y.mod9999 % SMALL_MODULUS * times - found.mod9999) % SMALL_MODULUS === 0 &&
    (x.mod33336667 * y.mod33336667 % LARGE_MODULUS * times - found.mod33336667) % LARGE_MODULUS ===
      0;
  if (!isRight) throw new DamagedProduct("A product does not have the residues of its factors");
}

/**
 * Throws `DamagedProduct` unless `dividend` is congruent to divisor · quotient + remainder, with the
 * same guarantees as `checkProduct`.
 */
export function checkQuotient(
  { dividend, divisor, quotient, remainder }: {
    readonly dividend: Limbs;
    readonly divisor: Limbs;
    readonly quotient: Limbs;
    readonly remainder: Limbs;
  },
): void {
  const [a, b, q, r] = [dividend, divisor, quotient, remainder].map(residuesOf) as [
    Residues,
    Residues,
    Residues,
    Residues,
  ];
  const isRight = (b.mod9999 * q.mod9999 + r.mod9999 - a.mod9999) % SMALL_MODULUS === 0 &&
    (b.mod33336667 * q.mod33336667 + r.mod33336667 - a.mod33336667) % LARGE_MODULUS === 0;
  if (!isRight) throw new DamagedProduct("A quotient does not have the residues of its dividend");
}
