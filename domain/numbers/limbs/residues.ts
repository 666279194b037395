import { BASE, type Limbs } from "./limbs.ts";

/** BASE is 1 modulo this. */
const NINES = BASE - 1;

/** BASE³ is 1 modulo this, a third of BASE² + BASE + 1 and 7 · 13 · 37 · 9,901. */
const THIRDS = 33_336_667;

/** Limbs whose sums by position modulo 3 fit into 31 bits, and whose squares' sum does. */
const SUMMED_LIMBS = 180_000;
const SUMMED_SQUARES = 80;

/** What a product may be multiplied by before it is checked: less than the prime 9,901. */
export const LARGEST_CHECKED_MULTIPLE = 9_900;

/** A number modulo `NINES` and `THIRDS`, neither smallest nor positive. */
export interface Residues {
  readonly nines: number;
  readonly thirds: number;
}

/** Thrown when a product does not have its factors' residues: by a fault of the machine or of ours. */
export class DamagedProduct extends Error {
  override readonly name = "DamagedProduct";
}

/**
 * From the sums a, b and c of the limbs at positions 0, 1 and 2 modulo 3: the number is a + b + c
 * modulo `NINES`, and (a − c) + (b − c) · BASE modulo `THIRDS`, where BASE² is −BASE − 1.
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
    nines: (a + b + c) % NINES,
    thirds: ((a - c) % THIRDS + (b - c) % THIRDS * BASE) % THIRDS,
  };
}

/** The sum of the squares of all limbs. */
export function squaresOf(limbs: Limbs): number {
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
 * Throws `DamagedProduct` unless a product has the residues of its factors' product, times an integer
 * up to `LARGEST_CHECKED_MULTIPLE`. Any single wrong limb is found, and so is one error of rounding
 * that recombination puts into two limbs a power of two apart; any other damage but for one case in
 * 10^11, or in 10^7 of a multiple.
 */
export function checkProduct(product: Limbs, x: Residues, y: Residues, times = 1): void {
  const found = residuesOf(product);
  const isRight = (x.nines * y.nines % NINES * times - found.nines) % NINES === 0 &&
    (x.thirds * y.thirds % THIRDS * times - found.thirds) % THIRDS === 0;
  if (!isRight) throw new DamagedProduct("A product does not have the residues of its factors");
}
