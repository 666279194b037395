/** Doubles for each block in a table: real and imaginary parts of w, w² and w³. */
export const DOUBLES_PER_BLOCK = 6;

/** Upper bound of the error of a root in a table, in units of 2^−53. */
export const ROOT_ERROR = 2;

/**
 * Roots of unity for the tree of `ring.ts`, level by level. Block b of level l represents the ring
 * C[x]/(x^m − w⁴) with w = exp(2πi · (4·r + 1) / 4^(l+2)), where r has the l base-4 digits of b in
 * reverse order. The tables serve all transform lengths; those for length M take 4·M bytes.
 */
export class Roots {
  readonly #levels: Float64Array[] = [];

  /** The table of a level, computed when first used. */
  level(level: number): Float64Array {
    while (this.#levels.length <= level) this.#levels.push(rootsOfLevel(this.#levels.length));
    return this.#levels[level]!;
  }
}

function rootsOfLevel(level: number): Float64Array {
  const blocks = 4 ** level;
  const table = new Float64Array(blocks * DOUBLES_PER_BLOCK);
  const denominator = 16 * blocks;
  for (let block = 0; block < blocks; block++) {
    const numerator = 4 * reverseBase4(block, level) + 1;
    for (let power = 1; power <= 3; power++) {
      const at = block * DOUBLES_PER_BLOCK + 2 * (power - 1);
      writeRoot(table, at, power * numerator, denominator);
    }
  }
  return table;
}

function reverseBase4(block: number, digits: number): number {
  let result = 0;
  for (let i = 0, rest = block; i < digits; i++, rest >>= 2) result = result * 4 + (rest & 3);
  return result;
}

/**
 * Writes exp(2πi · numerator / denominator), where 0 ≤ numerator < denominator, a power of two.
 * Reduces the angle to at most π/4, which keeps the error below 1.4 units of 2^−53.
 */
function writeRoot(table: Float64Array, at: number, numerator: number, denominator: number): void {
  const quarter = denominator / 4;
  const quadrant = Math.floor(numerator / quarter);
  const rest = numerator % quarter;
  const isBeyondOctant = 2 * rest > quarter;
  const angle = 2 * Math.PI * ((isBeyondOctant ? quarter - rest : rest) / denominator);
  const [cos, sin] = isBeyondOctant
    ? [Math.sin(angle), Math.cos(angle)]
    : [Math.cos(angle), Math.sin(angle)];
  const sign = quadrant < 2 ? 1 : -1;
  table[at] = sign * (quadrant % 2 === 0 ? cos : -sin);
  table[at + 1] = sign * (quadrant % 2 === 0 ? sin : cos);
}
