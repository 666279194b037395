import { bitLength } from "./bit_length.ts";

/** Multiplication modulo an odd number, on representations of the residues. */
export interface ResidueRing {
  /** The representation of an integer. */
  enter(x: bigint): bigint;
  /** The least non-negative residue of a representation. */
  leave(x: bigint): bigint;
  /**
   * The product of two representations up to 4 times the modulus; it is at most 2 times the
   * modulus.
   */
  product(x: bigint, y: bigint): bigint;
}

/** Range of bits in which Montgomery reduction is faster than V8's remainder, by measurement. */
const MONTGOMERY_BITS = { above: 2_112, upTo: 4_480 };

/** Reduction takes this many steps, so most of its products have short factors. */
const STEPS = 4;

/** Extra bits of the radix, which allow for representations of 4 times the modulus. */
const SLACK_BITS = 8;

const BITS_PER_DIGIT = 64;

/** The ring modulo an odd n. */
export function residueRing(n: bigint): ResidueRing {
  const bits = bitLength(n);
  return bits > MONTGOMERY_BITS.above && bits <= MONTGOMERY_BITS.upTo
    ? montgomeryRing(n, bits)
    : remainderRing(n);
}

function remainderRing(n: bigint): ResidueRing {
  return {
    enter: (x) => x % n,
    leave: (x) => (x % n + n) % n,
    product: (x, y) => x * y % n,
  };
}

/**
 * Montgomery's representation x · R modulo n with R = radix^STEPS (Modular multiplication without
 * trial division, Mathematics of Computation 44, 1985).
 */
function montgomeryRing(n: bigint, bits: number): ResidueRing {
  const width = BITS_PER_DIGIT * Math.ceil((bits + SLACK_BITS) / (BITS_PER_DIGIT * STEPS));
  const shift = BigInt(width);
  const mask = (1n << shift) - 1n;
  const negativeInverse = BigInt.asUintN(width, -inverseModuloPower(n, width));
  const reduced = (x: bigint) => {
    let rest = x;
    for (let step = 0; step < STEPS; step++) {
      rest = (rest + (((rest & mask) * negativeInverse) & mask) * n) >> shift;
    }
    return rest;
  };
  return {
    enter: (x) => (x << (shift * BigInt(STEPS))) % n,
    leave: (x) => (reduced(x) % n + n) % n,
    product: (x, y) => reduced(x * y),
  };
}

/**
 * The inverse of an odd n modulo 2^width, by Newton's method starting at n, which is right to 3
 * bits.
 */
function inverseModuloPower(n: bigint, width: number): bigint {
  let inverse = n;
  for (let bits = 3; bits < width; bits *= 2) {
    inverse = BigInt.asUintN(width, inverse * (2n - n * inverse));
  }
  return inverse;
}
