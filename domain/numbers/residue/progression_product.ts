import type { ComputeContext } from "../compute_context.ts";
import { bitLength } from "../integers/bit_length.ts";
import { modulo, productOf } from "../integers/integer_arithmetic.ts";
import type { Progression } from "../outline/progression_part.ts";
import { modularProductSeconds } from "../integers/modular_product_seconds.ts";

/** Residues modulo numbers below this are doubles whose products are computed in two parts. */
const DOUBLE_MODULUS_BITS = 50;
const SECONDS_PER_DOUBLE_FACTOR = 1.2e-8;
const SECONDS_PER_FACTOR = 1e-7;
const FACTORS_BETWEEN_CHECKPOINTS = 16_384;
const FACTORS_BETWEEN_BIGINT_CHECKPOINTS = 1_024;
/** 2^27 + 1: splits a double into two halves of 26 bits (Dekker 1971). */
const SPLITTER = 134_217_729;

/** The product of a progression modulo m ≥ 1, one factor at a time. */
export function progressionProduct(
  { first, step, count }: Progression,
  m: bigint,
  context: ComputeContext,
): bigint {
  if (m === 1n) return 0n;
  const reduced = { first: modulo(first, m), step: modulo(step, m), count: Number(count) };
  // The length of a batch follows from that of the factors, which may all be 0.
  if (reduced.first === 0n && count > 0n) return 0n;
  return bitLength(m) < DOUBLE_MODULUS_BITS
    ? BigInt(doubleProduct(reduced, Number(m), context))
    : bigintProduct(reduced, m, context);
}

/** Predicted seconds of `progressionProduct`, on one core of the reference machine. */
export function predictProgressionProductSeconds(count: bigint, m: bigint): number {
  const bits = bitLength(m);
  const batchSize = Math.ceil(bits / Math.min(bits, bitLength(count) + 1));
  const each = bits < DOUBLE_MODULUS_BITS
    ? SECONDS_PER_DOUBLE_FACTOR
    : SECONDS_PER_FACTOR + modularProductSeconds(bits) / batchSize;
  return 1e-6 + Number(count) * each;
}

interface ReducedProgression {
  readonly first: bigint;
  readonly step: bigint;
  readonly count: number;
}

/**
 * Products a · b < 2^100 are exact sums of two doubles (Dekker's product), and so are q · m for the
 * quotient q, which is off by at most one. All values are integers below 2^50, so the difference is
 * exact.
 */
function doubleProduct(
  { first, step, count }: ReducedProgression,
  m: number,
  context: ComputeContext,
): number {
  const inverse = 1 / m;
  const mHigh = highHalf(m);
  const mLow = m - mHigh;
  const stride = Number(step);
  let factor = Number(first);
  let product = 1;
  for (let i = 0; i < count; i++) {
    if (i % FACTORS_BETWEEN_CHECKPOINTS === 0) {
      context.checkpoint();
      if (product === 0) return 0;
    }
    const high = product * factor;
    const quotient = Math.floor(high * inverse);
    const multiple = quotient * m;
    let scaled = product * SPLITTER;
    const pHigh = scaled - (scaled - product);
    const pLow = product - pHigh;
    scaled = factor * SPLITTER;
    const fHigh = scaled - (scaled - factor);
    const fLow = factor - fHigh;
    scaled = quotient * SPLITTER;
    const qHigh = scaled - (scaled - quotient);
    const qLow = quotient - qHigh;
    const low = ((pHigh * fHigh - high) + pHigh * fLow + pLow * fHigh) + pLow * fLow;
    const multipleLow = ((qHigh * mHigh - multiple) + qHigh * mLow + qLow * mHigh) + qLow * mLow;
    product = (high - multiple) + (low - multipleLow);
    if (product < 0) product += m;
    else if (product >= m) product -= m;
    factor += stride;
    if (factor >= m) factor -= m;
  }
  return product;
}

function highHalf(x: number): number {
  const scaled = x * SPLITTER;
  return scaled - (scaled - x);
}

/** Multiplies factors up to about the length of m before each reduction. */
function bigintProduct(
  { first, step, count }: ReducedProgression,
  m: bigint,
  context: ComputeContext,
): bigint {
  const bits = bitLength(m);
  const factorBits = Math.min(bits, bitLength(first + step * BigInt(count)));
  const batchSize = Math.ceil(bits / factorBits);
  let product = 1n;
  let factor = first;
  for (let i = 0; i < count; i += batchSize) {
    if (i % FACTORS_BETWEEN_BIGINT_CHECKPOINTS < batchSize) {
      context.checkpoint();
      if (product === 0n) return 0n;
    }
    const batch: bigint[] = [];
    for (let j = Math.min(batchSize, count - i); j > 0; j--) {
      batch.push(factor);
      factor += step;
      if (factor >= m) factor -= m;
    }
    product = product * productOf(batch) % m;
  }
  return product;
}
