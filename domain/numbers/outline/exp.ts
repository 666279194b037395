import type { ComputeContext } from "../compute_context.ts";
import { smallFactorial } from "../small/factorial.ts";
import { bitLength } from "../integers/bit_length.ts";
import type { Interval } from "./interval.ts";

const GUARD_BITS = 24;

/** Upper bound on the error of `truncatedSeries`, in units of the working precision. */
const SERIES_ERROR = 8n;

/**
 * e^x for a fixed-point x in [0, 1), with `bits` binary places in argument and result.
 *
 * Argument halving and Taylor series (Brent and Zimmermann, Modern Computer Arithmetic, section
 * 4.3): e^x = (e^(x/2^r))^(2^r) with r = ⌈∛bits⌉. The lower end and the width of the interval are
 * carried through the squarings, so no estimate of the error growth is needed. The relative width
 * doubles with each squaring, which the r additional bits compensate for: the result is at most 2
 * units wide.
 */
export function exp(x: bigint, bits: number, context: ComputeContext): Interval {
  const halvings = Math.max(4, Math.ceil(Math.cbrt(bits)));
  const guard = halvings + GUARD_BITS;
  const places = bits + guard;
  const scale = BigInt(places);
  // x · 2^−halvings at the working precision; exact, because guard > halvings.
  let low = truncatedSeries(x << BigInt(GUARD_BITS), places, context);
  let width = x === 0n ? 0n : SERIES_ERROR;
  for (let i = 0; i < halvings; i++) {
    context.checkpoint();
    width = width === 0n ? 0n : (((2n * low + width) * width) >> scale) + 2n;
    low = (low * low) >> scale;
  }
  const shift = BigInt(guard);
  return { lo: low >> shift, hi: -(-(low + width) >> shift) };
}

/**
 * A lower bound on e^x for 0 ≤ x ≤ 1/16, at most 8 units of 2^−places below it.
 *
 * The sum of x^k/k! over k < m·J is evaluated in J blocks of m terms (Paterson and Stockmeyer 1973;
 * Smith 1989), with y = x^m and S_j = B_j + y · S_(j+1) / D_j, where
 * B_j = Σ_(i<m) x^i (mj+m−1)!/(mj+i)! and D_j = (mj+2m−1)!/(mj+m−1)!, so that e^x ≈ S_0/(m−1)!.
 *
 * All rounding is downwards. Each truncated power of x is low by less than 1.2 units, because
 * e_i ≤ (e_(i−1) + …)/16 + 1. With A_j = (mj+m−1)!/(mj)!, S_j is low by at most c · A_j: the powers
 * contribute 1.2e · A_j, the next block (c/16 + 1.3) · A_(j+1)/D_j ≤ (c/16 + 1.3) · A_j/m, the divisions
 * 1, and c = 5.1 satisfies this for m ≥ 2. S_0/(m−1)! = S_0/A_0 is then low by less than 6.1 units,
 * and the omitted tail is below 1 unit.
 */
function truncatedSeries(x: bigint, places: number, context: ComputeContext): bigint {
  const scale = BigInt(places);
  if (x === 0n) return 1n << scale;
  const terms = termCount(places - bitLength(x), places);
  const blockLength = Math.max(2, Math.ceil(Math.sqrt(terms)));
  const powers = [1n << scale, x];
  for (let i = 2; i <= blockLength; i++) powers.push((powers[i - 1]! * x) >> scale);
  const y = powers[blockLength]!;
  let sum = 0n;
  let divisor = 1n;
  for (let block = Math.ceil(terms / blockLength) - 1; block >= 0; block--) {
    context.checkpoint();
    const first = block * blockLength;
    let coefficient = 1n;
    let partial = powers[blockLength - 1]!;
    for (let i = blockLength - 2; i >= 0; i--) {
      coefficient *= BigInt(first + i + 1);
      partial += powers[i]! * coefficient;
    }
    sum = partial + ((y * sum) >> scale) / divisor;
    // D of the next lower block: the coefficient's factors, and the first index of this block.
    divisor = coefficient * BigInt(Math.max(first, 1));
  }
  return sum / smallFactorial(blockLength - 1);
}

/**
 * Number of terms after which the tail of the series is below 2^−places, for x < 2^−leadingZeros.
 */
function termCount(leadingZeros: number, places: number): number {
  let count = 1;
  // Tail < 1.1 · x^count / count!; two bits cover the factor and the rounding of the logarithms.
  for (let bits = leadingZeros; bits < places + 2; count++) {
    bits += leadingZeros + Math.log2(count + 1);
  }
  return count;
}
