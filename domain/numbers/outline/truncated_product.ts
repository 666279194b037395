import { bitLength } from "../integers/bit_length.ts";
import { dropBits, type Interval } from "./interval.ts";
import { lnOfScaled } from "./ln_of_scaled.ts";
import type { OutlineTools } from "./outline_tools.ts";

const GUARD_BITS = 8;

/**
 * The leading bits of a product of positive integers.
 *
 * Factors and products are truncated to w = bits + log2(count) + 10 leading bits. Truncation to w
 * bits lowers a value by less than 2^(1−w) of itself, two truncations per factor by less than count
 * · 2^(2−w) in total, and ln(1 + δ) ≤ δ: the logarithm is low by less than 2^−(bits+8).
 */
export class TruncatedProduct {
  readonly #bits: number;
  readonly #kept: number;
  #value = 1n;
  #shift = 0;

  /** For a logarithm with `bits` binary places, of at most `count` factors. */
  constructor(bits: number, count: number) {
    this.#bits = bits;
    this.#kept = bits + bitLength(BigInt(count)) + 2 + GUARD_BITS;
  }

  multiply(factor: bigint): void {
    this.#value = this.#truncate(this.#value * this.#truncate(factor));
  }

  /** ln of the product; at most 6 units wide. */
  ln(tools: OutlineTools): Interval {
    const { lo, hi } = lnOfScaled(
      this.#value,
      { shift: this.#shift, bits: this.#bits + GUARD_BITS },
      tools,
    );
    return dropBits({ lo, hi: hi + 1n }, GUARD_BITS);
  }

  #truncate(n: bigint): bigint {
    const excess = bitLength(n) - this.#kept;
    if (excess <= 0) return n;
    this.#shift += excess;
    return n >> BigInt(excess);
  }
}
