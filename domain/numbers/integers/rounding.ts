import { bitLength } from "./bit_length.ts";
import { ceilDivide, floorDivide, valuation } from "./integer_arithmetic.ts";
import type { Rational } from "./rational.ts";

/** The largest integer not above a rational number. */
export function floor({ numerator, denominator }: Rational): bigint {
  return floorDivide(numerator, denominator);
}

/** The least integer not below a rational number. */
export function ceil({ numerator, denominator }: Rational): bigint {
  return ceilDivide(numerator, denominator);
}

/**
 * A rational number rounded to a multiple of 10^−places, halves away from zero. Negative places
 * round to tens, hundreds and so on.
 */
export function round({ numerator, denominator }: Rational, places = 0): Rational {
  const unit = 10n ** BigInt(Math.abs(places));
  const [scaled, divisor] = places < 0
    ? [numerator, denominator * unit]
    : [numerator * unit, denominator];
  const magnitude = scaled < 0n ? -scaled : scaled;
  const units = (2n * magnitude + divisor) / (2n * divisor);
  const signed = numerator < 0n ? -units : units;
  return places < 0
    ? { numerator: signed * unit, denominator: 1n }
    : withoutCommonTens(signed, places);
}

/**
 * Predicted seconds of `floor`, `ceil` and `round` for a numerator and a denominator of at most
 * `bits` bits, on one core of the reference machine. Fitted to measurements up to 3,000,000 bits.
 */
export function roundSeconds(bits: number, places = 0): number {
  const size = bits + Math.abs(places) * Math.log2(10);
  return 5e-7 + 4.5e-11 * size ** 1.4;
}

/**
 * Upper bound on the digits of the numerator of a rounded number. Its denominator divides 10^places.
 */
export function roundDigits({ numerator, denominator }: Rational, places = 0): number {
  const bits = Math.max(bitLength(numerator) - bitLength(denominator) + 1, 0);
  return Math.max(Math.ceil(bits * Math.log10(2)) + Math.max(places, 0), -places, 0) + 1;
}

/** units / 10^places in lowest terms, for places ≥ 0. */
function withoutCommonTens(units: bigint, places: number): Rational {
  if (units === 0n) return { numerator: 0n, denominator: 1n };
  const [twos, fives] = [2n, 5n].map((prime) => Math.min(valuation(units, prime), places)) as [
    number,
    number,
  ];
  const common = 2n ** BigInt(twos) * 5n ** BigInt(fives);
  return {
    numerator: units / common,
    denominator: 2n ** BigInt(places - twos) * 5n ** BigInt(places - fives),
  };
}
