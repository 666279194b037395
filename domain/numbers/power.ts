import type { Work } from "./work.ts";

/** base^exponent for an integer exponent ≥ 0, by squarings from the exponent's top bit. */
export function power(base: bigint, exponent: number, work: Work): bigint {
  if (exponent === 0) return 1n;
  let result = base;
  for (let bit = Math.floor(Math.log2(exponent)) - 1; bit >= 0; bit--) {
    work.checkpoint();
    result *= result;
    if (Math.floor(exponent / 2 ** bit) % 2 === 1) result *= base;
  }
  return result;
}
