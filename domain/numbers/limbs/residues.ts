import { BASE, type Limbs } from "./limbs.ts";

/** Limbs whose sum fits into 31 bits, and limbs whose squares' sum does. */
const SUMMED_LIMBS = 200_000;
const SUMMED_SQUARES = 80;

/** A number modulo BASE − 1 and BASE + 1, neither smallest nor positive. */
export interface Residues {
  readonly below: number;
  readonly above: number;
}

/** Thrown when a product does not have its factors' residues: by a fault of the machine or of ours. */
export class DamagedProduct extends Error {
  override readonly name = "DamagedProduct";
}

/** BASE is 1 modulo BASE − 1 and −1 modulo BASE + 1: sums and differences of limbs are enough. */
export function residuesOf(limbs: Limbs): Residues {
  let [below, above] = [0, 0];
  for (let start = 0; start < limbs.length; start += SUMMED_LIMBS) {
    const end = Math.min(start + SUMMED_LIMBS, limbs.length);
    let even = 0, odd = 0;
    for (let i = start; i < end - 1; i += 2) {
      even = (even + limbs[i]!) | 0;
      odd = (odd + limbs[i + 1]!) | 0;
    }
    if ((end - start) % 2 === 1) even += limbs[end - 1]!;
    below += even + odd;
    above += even - odd;
  }
  return { below: below % (BASE - 1), above: above % (BASE + 1) };
}

/** `residuesOf` and the sum of the squares of all limbs, in one pass. */
export function residuesAndSquares(limbs: Limbs): { residues: Residues; squares: number } {
  let [below, above, squares] = [0, 0, 0];
  for (let start = 0; start < limbs.length; start += SUMMED_SQUARES) {
    const end = Math.min(start + SUMMED_SQUARES, limbs.length);
    let even = 0, odd = 0, square = 0;
    for (let i = start; i < end - 1; i += 2) {
      const [x, y] = [limbs[i]!, limbs[i + 1]!];
      even = (even + x) | 0;
      odd = (odd + y) | 0;
      square = (square + Math.imul(x, x) + Math.imul(y, y)) | 0;
    }
    if ((end - start) % 2 === 1) {
      even += limbs[end - 1]!;
      square += limbs[end - 1]! ** 2;
    }
    below += even + odd;
    above += even - odd;
    squares += square;
  }
  return { residues: { below: below % (BASE - 1), above: above % (BASE + 1) }, squares };
}

/**
 * Throws `DamagedProduct` unless a product has the residues of its factors' product, times an integer
 * up to 2^26. Any single
 * wrong limb is found, any other damage but for one case in 10^8.
 */
export function checkProduct(product: Limbs, x: Residues, y: Residues, times = 1): void {
  const found = residuesOf(product);
  const isRight = (x.below * y.below * times - found.below) % (BASE - 1) === 0 &&
    (x.above * y.above * times - found.above) % (BASE + 1) === 0;
  if (!isRight) throw new DamagedProduct("A product does not have the residues of its factors");
}
