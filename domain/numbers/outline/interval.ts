import { ceilDivide, floorDivide } from "../integers/integer_arithmetic.ts";

/**
 * A real number between two fixed-point numbers, inclusive: lo · 2^−bits ≤ x ≤ hi · 2^−bits. The
 * number of bits is not stored in the interval; operations take it as an argument where it matters.
 */
export interface Interval {
  readonly lo: bigint;
  readonly hi: bigint;
}

/** x + y, exact at the ends. */
export function add(x: Interval, y: Interval): Interval {
  return { lo: x.lo + y.lo, hi: x.hi + y.hi };
}

/** x − y, exact at the ends. */
export function subtract(x: Interval, y: Interval): Interval {
  return { lo: x.lo - y.hi, hi: x.hi - y.lo };
}

/** n · x for an integer n ≥ 0, exact at the ends. */
export function multiply(x: Interval, n: bigint): Interval {
  return { lo: n * x.lo, hi: n * x.hi };
}

/** x / n for an integer n > 0, rounded outwards. */
export function divide(x: Interval, n: bigint): Interval {
  return { lo: floorDivide(x.lo, n), hi: ceilDivide(x.hi, n) };
}

/** The interval with `bits` fewer binary places, rounded outwards. */
export function dropBits(x: Interval, bits: number): Interval {
  const shift = BigInt(bits);
  return { lo: x.lo >> shift, hi: -(-x.hi >> shift) };
}

/** The interval widened by `units` at both ends. */
export function widen(x: Interval, units: bigint): Interval {
  return { lo: x.lo - units, hi: x.hi + units };
}

/** The integer n as an interval of width 0. */
export function fromInteger(n: bigint, bits: number): Interval {
  const fixed = n << BigInt(bits);
  return { lo: fixed, hi: fixed };
}
