import type { ComputeContext } from "../compute_context.ts";
import { exp } from "./exp.ts";
import { floorDivide } from "../integers/integer_arithmetic.ts";
import { dropBits, type Interval, widen } from "./interval.ts";

const GUARD_BITS = 16;

/** Below this precision a double is a good enough first approximation. */
const DOUBLE_IS_ENOUGH = 200;

/**
 * ln x for a fixed-point x in [1, 2), with `bits` binary places in argument and result; at most 3
 * units wide.
 *
 * With any approximation y of ln x and E = e^y as an interval, ln x = y + 2 artanh u where
 * u = (x − E)/(x + E). An approximation to a fifth of the precision makes u^5 less than a unit, but
 * the bound holds for every y in [0, 1), for which |u| ≤ (e − 1)/(e + 1) < 1/2: artanh u = u + u³/3 + R
 * with |R| ≤ |u|^5 / (5(1 − u²)) ≤ |u|^5 / 3, and R is added to the interval. The exponential is
 * therefore the proof of the logarithm.
 */
export function ln(x: bigint, bits: number, context: ComputeContext): Interval {
  const places = bits + GUARD_BITS;
  const scale = BigInt(places);
  const argument = x << BigInt(GUARD_BITS);
  const y = approximation(x, bits, context) << BigInt(GUARD_BITS);
  const { lo: low, hi: high } = exp(y, places, context);
  const u = floorDivide((argument - low) << scale, argument + low);
  const magnitude = u < 0n ? -u : u;
  const square = (u * u) >> scale;
  const cube = ((square * u) >> scale) / 3n;
  const fifth = (((square + 1n) ** 2n * (magnitude + 1n)) >> (2n * scale)) + 1n;
  // du/dE lies between −1 and 0, the floor costs one unit, and artanh' < 4/3: u is off by
  // high − low + 1 at most and artanh u by twice that. The cube is off by less than 3 units.
  const error = 2n * (2n * (high - low + 1n) + 3n + fifth);
  const center = y + 2n * (u + cube);
  return dropBits(widen({ lo: center, hi: center }, error), GUARD_BITS);
}

/** An unproven approximation of ln x in [0, 1). */
function approximation(x: bigint, bits: number, context: ComputeContext): bigint {
  if (bits <= DOUBLE_IS_ENOUGH) {
    const mantissa = bits > 52 ? x >> BigInt(bits - 52) : x << BigInt(52 - bits);
    const fixed = BigInt(Math.round(Math.log(Number(mantissa) / 2 ** 52) * 2 ** 52));
    return bits > 52 ? fixed << BigInt(bits - 52) : fixed >> BigInt(52 - bits);
  }
  const fewer = Math.ceil(bits / 5) + GUARD_BITS;
  const { hi } = ln(x >> BigInt(bits - fewer), fewer, context);
  return hi << BigInt(bits - fewer);
}
