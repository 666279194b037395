import { BASE, type Limbs } from "./limbs.ts";

/** Limbs whose sum fits into 31 bits. */
const CHUNK = 200_000;

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
  for (let start = 0; start < limbs.length; start += CHUNK) {
    const end = Math.min(start + CHUNK, limbs.length);
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

/**
 * Throws `DamagedProduct` unless a product has the residues of its factors' product. Any single
 * wrong limb is found, any other damage but for one case in 10^8.
 */
export function checkProduct(product: Limbs, x: Residues, y: Residues): void {
  const found = residuesOf(product);
  const isRight = (x.below * y.below - found.below) % (BASE - 1) === 0 &&
    (x.above * y.above - found.above) % (BASE + 1) === 0;
  if (!isRight) throw new DamagedProduct("A product does not have the residues of its factors");
}
