import { bigintProduct } from "../large/integer_product.ts";

/** n · (n − 1) · … · (n − k + 1) for k ≥ 0. */
export function smallFallingFactorial(n: bigint, k: number): bigint {
  if (k === 0) return 1n;
  return bigintProduct({ count: k, digitsEach: 0, at: (i) => n - BigInt(i) });
}
