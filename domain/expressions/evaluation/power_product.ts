import { bitLength } from "../../numbers/integers/bit_length.ts";
import { valuation } from "../../numbers/integers/integer_arithmetic.ts";
import { gcd, type Rational } from "../../numbers/integers/mod.ts";

/** Bits of a base, and of an integer in a sum. */
const LONGEST_BASE = 4_096;

const LONGEST_EXPONENT = 65_536;

const MOST_BASES = 16;

/**
 * sign · Π base^exponent. The bases are at least 2, pairwise coprime and, apart from 2 and 5, coprime
 * to 10; no exponent is 0. Equal numbers may have different bases; only 0 and ±1 have none.
 */
export interface PowerProduct {
  readonly sign: -1 | 0 | 1;
  readonly powers: ReadonlyMap<bigint, bigint>;
}

const ZERO: PowerProduct = { sign: 0, powers: new Map() };

/** Undefined if a term is too long. */
export function productOfRational({ numerator, denominator }: Rational): PowerProduct | undefined {
  if (numerator === 0n) return ZERO;
  const sign = numerator < 0n ? -1 : 1;
  const magnitude = numerator < 0n ? -numerator : numerator;
  if (bitLength(magnitude) > LONGEST_BASE || bitLength(denominator) > LONGEST_BASE) {
    return undefined;
  }
  return withinLimits(sign, [...factors(magnitude, 1n), ...factors(denominator, -1n)]);
}

/** Undefined if there are too many bases or too long exponents. */
export function product(x: PowerProduct, y: PowerProduct): PowerProduct | undefined {
  if (x.sign === 0 || y.sign === 0) return ZERO;
  return withinLimits(x.sign === y.sign ? 1 : -1, [...x.powers, ...y.powers]);
}

/** x^exponent for x other than 0; undefined if an exponent becomes too long. */
export function power(
  { sign, powers }: PowerProduct,
  exponent: bigint,
): PowerProduct | undefined {
  return withinLimits(
    exponent % 2n === 0n || sign === 1 ? 1 : -1,
    [...powers].map(([base, times]): Power => [base, times * exponent]),
  );
}

/** −x. */
export function negated({ sign, powers }: PowerProduct): PowerProduct {
  return { sign: sign === 0 ? 0 : sign === 1 ? -1 : 1, powers };
}

/** x + y as y · (x/y + 1); undefined if the terms of x/y are too long. */
export function sum(x: PowerProduct, y: PowerProduct): PowerProduct | undefined {
  if (y.sign === 0) return x;
  const ratio = quotient(x, y);
  if (!ratio || lengthOf(ratio) > LONGEST_BASE) return undefined;
  const { numerator, denominator } = rationalOfProduct(ratio);
  const factor = productOfRational({ numerator: numerator + denominator, denominator });
  return factor && product(y, factor);
}

/** x/y for y other than 0; undefined if there are too many bases or too long exponents. */
export function quotient(x: PowerProduct, y: PowerProduct): PowerProduct | undefined {
  const inverse = power(y, -1n);
  return inverse && product(x, inverse);
}

/** Bits of the numerator and the denominator together, at most doubled. */
export function lengthOf({ powers }: PowerProduct): number {
  return [...powers].reduce(
    (bits, [base, times]) => bits + bitLength(base) * Number(times < 0n ? -times : times),
    0,
  );
}

export function rationalOfProduct({ sign, powers }: PowerProduct): Rational {
  let [numerator, denominator] = [BigInt(sign), 1n];
  for (const [base, times] of powers) {
    if (times > 0n) numerator *= base ** times;
    else denominator *= base ** -times;
  }
  return { numerator, denominator };
}

type Power = readonly [base: bigint, exponent: bigint];

/** n^exponent for n ≥ 1, with 2 and 5 as bases of their own. */
function factors(n: bigint, exponent: bigint): Power[] {
  const [twos, fives] = [BigInt(valuation(n, 2n)), BigInt(valuation(n, 5n))];
  const rest = n / 2n ** twos / 5n ** fives;
  return [[2n, twos * exponent], [5n, fives * exponent], [rest, exponent]];
}

function withinLimits(sign: -1 | 1, given: readonly Power[]): PowerProduct | undefined {
  const powers = withCoprimeBases(given);
  const isShort = powers.size <= MOST_BASES &&
    [...powers.values()].every((exponent) => bitLength(exponent) <= LONGEST_EXPONENT);
  return isShort ? { sign, powers } : undefined;
}

/** Splits bases with a common divisor: b^m · c^n = (b/g)^m · (c/g)^n · g^(m + n) for g = gcd(b, c). */
function withCoprimeBases(given: readonly Power[]): Map<bigint, bigint> {
  const powers = new Map<bigint, bigint>();
  const pending = [...given];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [base, exponent] = next;
    if (base === 1n || exponent === 0n) continue;
    const other = [...powers.keys()].find((each) => gcd(each, base) > 1n);
    if (other === undefined) {
      powers.set(base, exponent);
      continue;
    }
    const times = powers.get(other)!;
    const common = gcd(other, base);
    powers.delete(other);
    pending.push([other / common, times], [base / common, exponent], [common, times + exponent]);
  }
  return powers;
}
