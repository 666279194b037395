import { bitLength } from "../integers/bit_length.ts";
import { add, dropBits, type Interval, multiply } from "./interval.ts";
import { ln } from "./ln.ts";
import type { OutlineTools } from "./outline_tools.ts";

const GUARD_BITS = 8;

/**
 * ln(n · 2^shift) for n ≥ 1, with `bits` binary places; at most 4 units wide. Only the leading bits
 * + 8 bits of n are used; the rest changes the logarithm by less than a unit.
 */
export function lnOfScaled(
  n: bigint,
  { shift = 0, bits }: { readonly shift?: number; readonly bits: number },
  { constants, context }: OutlineTools,
): Interval {
  const length = bitLength(n);
  const places = bits + GUARD_BITS;
  const excess = length - 1 - places;
  const mantissa = excess > 0 ? n >> BigInt(excess) : n << BigInt(-excess);
  const truncated = excess > 0 ? 1n : 0n;
  const { lo, hi } = ln(mantissa, places, context);
  const exponent = BigInt(length - 1 + shift);
  const exponentBits = bitLength(exponent);
  const ln2 = constants.ln2(places + exponentBits, context);
  return dropBits(
    add({ lo, hi: hi + truncated }, dropBits(multiply(ln2, exponent), exponentBits)),
    GUARD_BITS,
  );
}
