import type { ComputeContext } from "../compute_context.ts";
import { chineseRemainder } from "../integers/chinese_remainder.ts";
import type { PrimePower } from "../integers/factorization.ts";
import { bitLength } from "../integers/bit_length.ts";
import { modulo, valuation } from "../integers/integer_arithmetic.ts";
import { divideParts, type PrimePart } from "../outline/prime_part.ts";
import { type Progression, progressionPart } from "../outline/progression_part.ts";
import { modInverse } from "../integers/mod_inverse.ts";
import { modPower } from "../integers/mod_power.ts";
import { modularProductSeconds } from "../integers/modular_product_seconds.ts";
import { predictProgressionProductSeconds, progressionProduct } from "./progression_product.ts";
import { knownResidue, type ResiduePlan, type ResidueTools } from "./residue_plan.ts";

/** Products predicted to be faster than this are computed without factoring the modulus. */
const SHORT_SECONDS = 2e-3;

/** Limits for using a table of unit products: prime × exponent, and exponent. */
const LARGEST_TABLE = { size: 4_096n, exponent: 64 };
const SECONDS_PER_STRETCH = 2e-6;
const SECONDS_PER_LEVEL_BIT = 2e-10;

/** A denominator with more factors could share a factor with a modulus that is not factored. */
const MOST_UNFACTORED_DENOMINATORS = 1_000_000n;

/** The integer Π above / Π below. */
export interface ProgressionRatio {
  readonly above: Progression;
  readonly below?: Progression;
}

/**
 * The residue, modulo m ≥ 1, of the product of an arithmetic progression, or of an integer that is
 * the quotient of two such products, by the prime powers of m and the Chinese remainder theorem:
 *
 * - 0 for q^a if q divides the number at least a times (Legendre's formula);
 * - by tables of unit products for small primes, in time that grows with the logarithm of the count;
 * - one factor after the other otherwise. Whole periods of q^a factors and, by Wilson's theorem for
 *   prime powers, the longer part of a period are left out;
 * - one factor after the other for a part of m without known factors.
 */
export function planProductResidue(
  ratio: ProgressionRatio,
  m: bigint,
  tools: ResidueTools,
): ResiduePlan {
  const { above, below } = ratio;
  if (m === 1n) return knownResidue(0n);
  if (below === undefined) {
    if (above.step === 1n && above.count >= m) return knownResidue(0n);
    const seconds = predictProgressionProductSeconds(above.count, m);
    if (seconds <= SHORT_SECONDS) {
      return { seconds, compute: (context) => progressionProduct(above, m, context) };
    }
  }
  const { factors, rest } = tools.factorize(m, tools.context);
  const plans = factors.map((power) => ({
    plan: planPrimePower(ratio, power, tools),
    modulus: power.prime ** BigInt(power.exponent),
  }));
  if (rest > 1n) plans.push({ plan: planUnfactored(ratio, rest), modulus: rest });
  return {
    seconds: plans.reduce((sum, { plan }) => sum + plan.seconds, 0),
    compute: (context) => {
      const congruences = plans.map(({ plan, modulus }) => ({
        residue: plan.compute(context),
        modulus,
      }));
      return chineseRemainder(congruences, context).residue;
    },
  };
}

interface PlannedPart {
  readonly valuation: bigint;
  readonly seconds: number;
  unit(context: ComputeContext): bigint;
}

function planPrimePower(
  { above, below }: ProgressionRatio,
  { prime, exponent }: PrimePower,
  tools: ResidueTools,
): ResiduePlan {
  const modulus = prime ** BigInt(exponent);
  const part = (progression: Progression) =>
    prime * BigInt(exponent) <= LARGEST_TABLE.size && exponent <= LARGEST_TABLE.exponent
      ? tablePart(progression, { prime, exponent }, tools)
      : directPart(progression, { prime, exponent }, tools.context);
  const top = part(above);
  const bottom = below === undefined ? undefined : part(below);
  const surplus = top.valuation - (bottom?.valuation ?? 0n);
  if (surplus >= BigInt(exponent)) return knownResidue(0n);
  return {
    seconds: top.seconds + (bottom?.seconds ?? 0),
    compute: (context) => {
      const quotient = bottom === undefined
        ? { valuation: surplus, unit: () => top.unit(context) }
        : divideParts(bound(top, context), bound(bottom, context), modulus);
      return prime ** surplus * quotient.unit() % modulus;
    },
  };
}

function bound(part: PlannedPart, context: ComputeContext): PrimePart {
  return { valuation: part.valuation, unit: () => part.unit(context) };
}

function tablePart(
  progression: Progression,
  power: PrimePower,
  tools: ResidueTools,
): PlannedPart {
  const { valuation } = progressionPart(progression, power, tools);
  const levels = bitLength(progression.count) / Math.log2(Number(power.prime));
  const size = Number(power.prime) * power.exponent ** 2;
  return {
    valuation,
    seconds: 1e-5 + size * 3e-6 + levels * (power.exponent + 8) * 1e-6 +
      levelsSeconds(progression, levels),
    unit: (context) => progressionPart(progression, power, { ...tools, context }).unit(),
  };
}

/** Seconds for dividing the ends of a progression by the prime at each level. */
function levelsSeconds({ first, count }: Progression, levels: number): number {
  return SECONDS_PER_LEVEL_BIT * levels * (bitLength(first) + bitLength(count));
}

/** A level of a progression: the terms that the prime does not divide are multiplied. */
interface Level extends Progression {
  /** Index of the first multiple of the prime, and whether there is one. */
  readonly multiple: bigint | undefined;
}

function directPart(
  progression: Progression,
  { prime, exponent }: PrimePower,
  context: ComputeContext,
): PlannedPart {
  const modulus = prime ** BigInt(exponent);
  let { first, step, count } = progression;
  const common = Math.min(valuation(first, prime), valuation(step, prime));
  const divisor = prime ** BigInt(common);
  [first, step] = [first / divisor, step / divisor];
  let multiplicity = BigInt(common) * count;
  const levels: Level[] = [];
  while (count > 0n) {
    context.checkpoint();
    const hasMultiples = step % prime !== 0n;
    const index = hasMultiples ? modulo(-first * modInverse(step, prime), prime) : count;
    const multiples = index < count ? (count - 1n - index) / prime + 1n : 0n;
    levels.push({ first, step, count, multiple: index < count ? index : undefined });
    multiplicity += multiples;
    first = (first + index * step) / prime;
    count = multiples;
  }
  const seconds = levelsSeconds(progression, levels.length) + levels.reduce((sum, level) => {
    const factors = factorsOf(level, { prime, modulus });
    return sum + predictProgressionProductSeconds(factors, modulus) +
      SECONDS_PER_STRETCH * Number(factors / prime);
  }, 0);
  return {
    valuation: multiplicity,
    seconds,
    unit: (context) =>
      levels.reduce(
        (product, level) => product * levelUnit(level, { prime, modulus, context }) % modulus,
        1n,
      ),
  };
}

/** The factors of a level to multiply. */
function factorsOf(
  { step, count }: Progression,
  { prime, modulus }: { readonly prime: bigint; readonly modulus: bigint },
): bigint {
  if (step % prime === 0n) return count;
  const left = count % modulus;
  return 2n * left > modulus ? modulus - left : left;
}

/**
 * The product of the units of a level. If the step is coprime to p, the terms of a whole period of
 * q are all residues. The product of all units modulo q is −1, or 1 if 8 divides q, so a part
 * longer than half a period is that product divided by the product of the missing terms.
 */
function levelUnit(
  level: Level,
  { prime, modulus, context }: {
    readonly prime: bigint;
    readonly modulus: bigint;
    readonly context: ComputeContext;
  },
): bigint {
  const { first, step, count } = level;
  if (step % prime === 0n) return progressionProduct(level, modulus, context);
  const periodProduct = prime === 2n && modulus > 4n ? 1n : modulus - 1n;
  const periods = modPower(periodProduct, count / modulus, modulus);
  const left = count % modulus;
  if (2n * left <= modulus) {
    return periods * unitsOf({ first, step, count: left }, { prime, modulus, context }) % modulus;
  }
  const missing = { first: first + left * step, step, count: modulus - left };
  const units = unitsOf(missing, { prime, modulus, context });
  return periods * periodProduct % modulus * modInverse(units, modulus) % modulus;
}

/** The product of the terms that the prime does not divide, one run between multiples at a time. */
function unitsOf(
  { first, step, count }: Progression,
  { prime, modulus, context }: {
    readonly prime: bigint;
    readonly modulus: bigint;
    readonly context: ComputeContext;
  },
): bigint {
  let product = 1n;
  let index = 0n;
  let multiple = modulo(-first * modInverse(step, prime), prime);
  while (index < count) {
    const end = multiple < count ? multiple : count;
    const stretch = { first: first + index * step, step, count: end - index };
    product = product * progressionProduct(stretch, modulus, context) % modulus;
    index = end + 1n;
    multiple += prime;
  }
  return product;
}

function planUnfactored({ above, below }: ProgressionRatio, modulus: bigint): ResiduePlan {
  if (below === undefined) {
    if (above.step === 1n && above.count >= modulus) return knownResidue(0n);
    return {
      seconds: predictProgressionProductSeconds(above.count, modulus),
      compute: (context) => progressionProduct(above, modulus, context),
    };
  }
  const terms = above.count + below.count;
  return {
    seconds: below.count > MOST_UNFACTORED_DENOMINATORS
      ? Infinity
      : predictProgressionProductSeconds(terms, modulus) + modularProductSeconds(1) * 100,
    compute: (context) => {
      const denominator = progressionProduct(below, modulus, context);
      const numerator = progressionProduct(above, modulus, context);
      return numerator * modInverse(denominator, modulus) % modulus;
    },
  };
}
