import { bitLength } from "../integers/bit_length.ts";
import { dropBits, type Interval } from "./interval.ts";
import { lnOfScaled } from "./ln_of_scaled.ts";
import type { OutlineTools } from "./outline_tools.ts";

const GUARD_BITS = 8;

/**
 * A product of positive integers of which only the leading bits are kept.
 *
 * Factors and products are cut to w = bits + log2(count) + 10 leading bits. A cut takes less than
 * 2^(1−w) of a value that has w bits, two cuts a factor take less than count · 2^(2−w) in all, and
 * ln(1 + δ) ≤ δ: the logarithm is low by less than 2^−(bits+8).
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
