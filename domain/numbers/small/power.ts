import { log10Estimate } from "../digit_count.ts";
import { DOUBLE_DIGITS } from "../decimal.ts";

/** Lower bound on the log10 of a base; its number of digits − 1 is another. */
const LOG10_OF_2 = Math.log10(2);

/** base^exponent for the digits of a positive integer and an integer exponent ≥ 0. */
export function smallPower(base: string, exponent: number): string {
  if (base === "1") return base;
  if (isExact(base, exponent)) return String(exactPower(base, exponent));
  // Converting a double to a BigInt is ten times as fast as parsing digits.
  const value = base.length <= DOUBLE_DIGITS ? BigInt(Number(base)) : BigInt(base);
  return (value ** BigInt(exponent)).toString();
}

function isExact(base: string, exponent: number): boolean {
  return Math.max(base.length - 1, LOG10_OF_2) * exponent < DOUBLE_DIGITS &&
    log10Estimate(base) * exponent < DOUBLE_DIGITS;
}

/** A power below 2^53, by squaring from the top bit: no intermediate value exceeds it. */
function exactPower(base: string, exponent: number): number {
  const value = Number(base);
  let power = 1;
  for (let bit = 31 - Math.clz32(exponent); bit >= 0; bit--) {
    power *= power;
    if ((exponent >> bit) % 2 === 1) power *= value;
  }
  return power;
}
