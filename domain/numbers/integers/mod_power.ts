import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";

/**
 * base^exponent mod m, in [0, m), for exponent ≥ 0 and m ≥ 1, by sliding windows over the bits of
 * the exponent from the left (Knuth, The Art of Computer Programming 4.6.3; Menezes et al.,
 * algorithm 14.85). Throws any error of `context.checkpoint()`.
 */
export function modPower(
  base: bigint,
  exponent: bigint,
  m: bigint,
  context: ComputeContext = NEVER_CANCELLED,
): bigint {
  if (exponent === 0n) return 1n % m;
  const bits = exponent.toString(2);
  const width = windowWidth(bits.length);
  const oddPowers = oddPowersOf(((base % m) + m) % m, width, m);
  let result: bigint | undefined;
  for (let i = 0; i < bits.length;) {
    context.checkpoint();
    let end = i + 1;
    if (bits[i] === "1") {
      end = Math.min(i + width, bits.length);
      while (bits[end - 1] === "0") end--;
    }
    if (result !== undefined) {
      for (let j = i; j < end; j++) result = result * result % m;
    }
    if (bits[i] === "1") {
      const power = oddPowers[parseInt(bits.slice(i, end), 2) >> 1]!;
      result = result === undefined ? power : result * power % m;
    }
    i = end;
  }
  return result!;
}

/** base, base³, … up to base^(2^width − 1). */
function oddPowersOf(base: bigint, width: number, m: bigint): bigint[] {
  const powers = [base];
  const square = width > 1 ? base * base % m : 0n;
  for (let i = 1; i < 1 << (width - 1); i++) powers.push(powers[i - 1]! * square % m);
  return powers;
}

/** The width with the fewest multiplications: 2^(w−1) for the table and one per w + 1 bits. */
function windowWidth(length: number): number {
  let width = 1;
  while (length / (width + 1) - length / (width + 2) > 2 ** (width - 1)) width++;
  return width;
}
