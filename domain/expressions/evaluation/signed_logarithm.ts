import { bitLength } from "../../numbers/integers/bit_length.ts";
import { exp } from "../../numbers/outline/exp.ts";
import { add, type Interval, multiply, subtract } from "../../numbers/outline/interval.ts";
import { lnOfScaled } from "../../numbers/outline/ln_of_scaled.ts";
import type { OutlineTools } from "../../numbers/outline/mod.ts";

/** A number other than 0 by its sign and an interval of ln |x|. */
export interface SignedLogarithm {
  readonly sign: -1 | 1;
  readonly ln: Interval;
}

const GUARD_BITS = 8;

/**
 * The logarithm of a sum with `bits` binary places; undefined if it may be 0, so that more places
 * are needed. ln(a ± b) = ln a + ln(1 ± e^(ln b − ln a)) for a ≥ b.
 */
export function logarithmOfSum(
  a: SignedLogarithm,
  b: SignedLogarithm,
  bits: number,
  tools: OutlineTools,
): SignedLogarithm | undefined {
  const [larger, smaller] = a.ln.lo >= b.ln.lo ? [a, b] : [b, a];
  const distance = subtract(smaller.ln, larger.ln);
  const near = ratioBounds(distance, bits, tools);
  const places = bits + GUARD_BITS;
  const one = 1n << BigInt(places);
  const [lo, hi] = a.sign === b.sign
    ? [one + near.lo, one + near.hi]
    : [one - near.hi, one - near.lo];
  if (lo <= 0n) return undefined;
  const low = lnOfScaled(lo, { shift: -places, bits }, tools);
  const high = lnOfScaled(hi, { shift: -places, bits }, tools);
  return { sign: larger.sign, ln: add(larger.ln, { lo: low.lo, hi: high.hi }) };
}

/** Bounds of e^d with some more places than d has. */
function ratioBounds(distance: Interval, bits: number, tools: OutlineTools): Interval {
  const low = exponential(distance.lo, bits, tools).lo;
  return { lo: low, hi: exponential(distance.hi, bits, tools).hi };
}

/** e^x for a fixed-point number of any sign, with `bits` + 8 places; 0 to 1 unit if it is tiny. */
function exponential(x: bigint, bits: number, { constants, context }: OutlineTools): Interval {
  const places = bits + GUARD_BITS;
  const scaled = x << BigInt(GUARD_BITS);
  const ln2 = constants.ln2(places + bitLength(scaled), context);
  // x = k ln 2 + rest.
  const wide = scaled << BigInt(bitLength(scaled));
  const k = wide >= 0n ? wide / ln2.hi : -(-wide / ln2.lo) - 1n;
  if (k < -BigInt(places)) return { lo: 0n, hi: 1n };
  const multiple = k >= 0n ? multiply(ln2, k) : negative(multiply(ln2, -k));
  const shift = BigInt(bitLength(scaled));
  const rest = {
    lo: (wide - multiple.hi) >> shift,
    hi: -(-(wide - multiple.lo) >> shift),
  };
  const power = {
    lo: exp(rest.lo, places, context).lo,
    hi: exp(rest.hi, places, context).hi,
  };
  return k >= 0n
    ? { lo: power.lo << k, hi: power.hi << k }
    : { lo: power.lo >> -k, hi: -(-power.hi >> -k) };
}

function negative({ lo, hi }: Interval): Interval {
  return { lo: -hi, hi: -lo };
}
