import { log10Estimate } from "../digit_count.ts";
import { EXACT_DIGITS } from "../decimal.ts";

/** The logarithm of a base is at least this, and at least its digits less one. */
const LOG10_OF_2 = Math.log10(2);

/** base^exponent for an integer's digits and an integer exponent ≥ 0. */
export function smallPower(base: string, exponent: number): string {
  if (base === "1") return base;
  if (isExact(base, exponent)) return String(exactPower(base, exponent));
  // A BigInt is made from a double ten times as fast as from digits.
  const value = base.length <= EXACT_DIGITS ? BigInt(Number(base)) : BigInt(base);
  return (value ** BigInt(exponent)).toString();
}

function isExact(base: string, exponent: number): boolean {
  return Math.max(base.length - 1, LOG10_OF_2) * exponent < EXACT_DIGITS &&
    log10Estimate(base) * exponent < EXACT_DIGITS;
}

/** A power below 2^53, by squarings from the top bit, none of which is larger. */
function exactPower(base: string, exponent: number): number {
  const value = Number(base);
  let power = 1;
  for (let bit = 31 - Math.clz32(exponent); bit >= 0; bit--) {
    power *= power;
    if ((exponent >> bit) % 2 === 1) power *= value;
  }
  return power;
}
