import { bitLength } from "../integers/bit_length.ts";
import type { PrimePower } from "../integers/factorization.ts";
import { modInverse } from "../integers/mod_inverse.ts";
import { modPower } from "../integers/mod_power.ts";
import { digitsInBase } from "./digits_in_base.ts";
import { modulo, valuation } from "../integers/integer_arithmetic.ts";
import type { OutlineTools } from "./outline_tools.ts";
import type { PrimePart } from "./prime_part.ts";
import { evaluate, multiply, type Polynomial, shift } from "./residue_polynomial.ts";

/** Bits of the count up to which dividing by the prime at each level is fast. */
const LONGEST_BY_LEVELS = 1_000;

/** The `count` positive integers first, first + step, …. */
export interface Progression {
  readonly first: bigint;
  readonly step: bigint;
  readonly count: bigint;
}

/**
 * The prime part of the product of an arithmetic progression, with its unit modulo prime^exponent.
 * The number of steps is logarithmic in `count`.
 */
export function progressionPart(
  { first, step, count }: Progression,
  power: PrimePower,
  tools: Pick<OutlineTools, "unitProducts" | "context">,
): PrimePart {
  const { prime } = power;
  const common = Math.min(valuation(first, prime), valuation(step, prime));
  const divisor = prime ** BigInt(common);
  const reduced = { first: first / divisor, step: step / divisor, count };
  const part = reduced.step % prime === 0n
    ? { valuation: 0n, unit: () => unitsOfMultipleStep(reduced, power, tools) }
    : isLikeFactorial(reduced)
    ? factorialsPart(reduced, power, tools)
    : unitStepPart(reduced, power, tools);
  return { valuation: part.valuation + BigInt(common) * count, unit: part.unit };
}

/** Whether a quotient of factorials is faster: its time is nearly linear in the bits of `first`. */
function isLikeFactorial({ first, step, count }: Progression): boolean {
  const bits = bitLength(count);
  return step === 1n && bits > LONGEST_BY_LEVELS && 4 * bits > bitLength(first);
}

/** Consecutive integers as (first + count − 1)! / (first − 1)!, by Legendre's formula. */
function factorialsPart(
  { first, count }: Progression,
  { prime, exponent }: PrimePower,
  { unitProducts, context }: Pick<OutlineTools, "unitProducts" | "context">,
): PrimePart {
  const [top, bottom] = [first + count - 1n, first - 1n];
  const multiplicity = (n: bigint) => {
    context.checkpoint();
    const digitSum = digitsInBase(n, prime).reduce((sum, digit) => sum + digit, 0);
    return (n - BigInt(digitSum)) / (prime - 1n);
  };
  const unit = () => {
    const modulus = prime ** BigInt(exponent);
    const table = unitProducts.for(prime, exponent, context);
    const below = table.factorial(bottom, context).unit();
    return table.factorial(top, context).unit() * modInverse(below, modulus) % modulus;
  };
  return { valuation: multiplicity(top) - multiplicity(bottom), unit };
}

/**
 * For a step s coprime to p, the terms are s · (a + i) with a = first/s modulo q = p^k, so the
 * units among them are those of the integers from a to a + count − 1, times a power of s. The
 * multiples of p, divided by p, are a progression with the same step.
 */
function unitStepPart(
  { first, step, count }: Progression,
  { prime, exponent }: PrimePower,
  { unitProducts, context }: Pick<OutlineTools, "unitProducts" | "context">,
): PrimePart {
  const modulus = prime ** BigInt(exponent);
  const inverseStep = modInverse(step, modulus);
  const levels: { readonly start: bigint; readonly count: bigint; readonly units: bigint }[] = [];
  let multiples = 0n;
  for (let terms = count, from = first; terms > 0n;) {
    context.checkpoint();
    const index = modulo(-from * inverseStep, prime);
    const divisible = index < terms ? (terms - 1n - index) / prime + 1n : 0n;
    levels.push({
      start: modulo(from * inverseStep, modulus),
      count: terms,
      units: terms - divisible,
    });
    multiples += divisible;
    from = (from + index * step) / prime;
    terms = divisible;
  }
  const unit = () => {
    const table = unitProducts.for(prime, exponent, context);
    let above = 1n;
    let below = 1n;
    let units = 0n;
    for (const level of levels) {
      context.checkpoint();
      above = above * table.upTo(level.start + level.count - 1n) % modulus;
      below = below * table.upTo(level.start - 1n) % modulus;
      units += level.units;
    }
    const scale = modPower(modulo(step, modulus), units, modulus);
    return above * scale % modulus * modInverse(below, modulus) % modulus;
  };
  return { valuation: multiples, unit };
}

/**
 * If p divides the step but not the first term, every term is a unit. The p^t terms starting at
 * index y contribute f_t(X) = Π_(i < p^t) (first + X + step · i) with X = step · y. For y a
 * multiple of p^t only the coefficients of degree ≤ ⌊(k−1)/(v+t)⌋ matter, where p^v divides the
 * step.
 */
function unitsOfMultipleStep(
  { first, step, count }: Progression,
  { prime, exponent }: PrimePower,
  { context }: Pick<OutlineTools, "context">,
): bigint {
  const modulus = prime ** BigInt(exponent);
  const stepValuation = valuation(step, prime);
  const digits = digitsInBase(count, prime);
  const blocks: Polynomial[] = [[modulo(first, modulus), 1n]];
  for (let t = 0; t + 1 < digits.length; t++) {
    context.checkpoint();
    const degree = Math.floor((exponent - 1) / (stepValuation + t + 1));
    const previous = blocks[t]!;
    if (previous.length === 1) {
      blocks.push([modPower(previous[0]!, prime, modulus)]);
      continue;
    }
    const width = modulo(step * prime ** BigInt(t), modulus);
    let block: Polynomial = [1n];
    for (let i = 0n; i < prime; i++) {
      const shifted = shift(previous, i * width % modulus, { degree, modulus });
      block = multiply(block, shifted, { degree, modulus });
    }
    blocks.push(block);
  }
  let product = 1n;
  let position = 0n;
  for (let t = digits.length - 1; t >= 0; t--) {
    const size = modulo(step * modPower(prime, BigInt(t), modulus), modulus);
    for (let i = 0; i < digits[t]!; i++) {
      product = product * evaluate(blocks[t]!, position, modulus) % modulus;
      position = (position + size) % modulus;
    }
  }
  return product;
}
