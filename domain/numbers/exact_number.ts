import { type Decimal, decimalText, isInteger, parseDecimal, toBigint } from "./decimal.ts";
import { valuation } from "./integers/integer_arithmetic.ts";
import { type Rational, reduce } from "./integers/rational.ts";

/** A rational number: a finite decimal if it has one, otherwise a fraction. */
export type ExactNumber = Decimal | Rational;

/** Maximum digits of a numerator or denominator in the input; reducing takes quadratic time. */
export const MAX_FRACTION_DIGITS = 10_000;

const FRACTION = /^(-?)([0-9]+)\/([0-9]+)$/;

/**
 * Parses a decimal number, or a fraction `p/q` of integers, which is reduced. Throws a SyntaxError
 * for any other text and a RangeError for the denominator 0 and for longer fractions.
 */
export function parseNumber(text: string): ExactNumber {
  const fraction = readFraction(text);
  return fraction ? exactNumber(fraction.numerator, fraction.denominator) : parseDecimal(text);
}

/**
 * Like `parseNumber`, but quicker: a fraction that is not an integer is not reduced, because callers
 * want an integer.
 */
export function parseInteger(text: string): ExactNumber {
  const fraction = readFraction(text);
  if (!fraction) return parseDecimal(text);
  const { numerator, denominator } = fraction;
  return numerator % denominator === 0n ? parseDecimal(String(numerator / denominator)) : fraction;
}

function readFraction(text: string): Rational | undefined {
  const parts = FRACTION.exec(text);
  if (!parts) return undefined;
  const [, sign, numerator = "", denominator = ""] = parts;
  if (Math.max(numerator.length, denominator.length) > MAX_FRACTION_DIGITS) {
    throw new RangeError(
      `A fraction has at most ${MAX_FRACTION_DIGITS} digits on each side; ` +
        "round it to a decimal number, which can be longer",
    );
  }
  if (BigInt(denominator) === 0n) throw new RangeError("The denominator is 0");
  const magnitude = BigInt(numerator);
  return {
    numerator: sign === "-" ? -magnitude : magnitude,
    denominator: BigInt(denominator),
  };
}

/** numerator/denominator for a denominator other than 0: a decimal if its expansion is finite. */
export function exactNumber(numerator: bigint, denominator: bigint): ExactNumber {
  const reduced = reduce(numerator, denominator);
  const { denominator: divisor } = reduced;
  const [twos, fives] = [valuation(divisor, 2n), valuation(divisor, 5n)];
  if (divisor !== 2n ** BigInt(twos) * 5n ** BigInt(fives)) return reduced;
  const places = Math.max(twos, fives);
  const scaled = reduced.numerator * (10n ** BigInt(places) / reduced.denominator);
  return parseDecimal(`${scaled}e-${places}`);
}

export function isFraction(value: ExactNumber): value is Rational {
  return "denominator" in value;
}

/** The canonical text: an integer, a finite decimal or a fraction in lowest terms. */
export function numberText(value: ExactNumber): string {
  if (!isFraction(value)) return decimalText(value);
  return `${value.numerator}/${value.denominator}`;
}

export function isNegative(value: ExactNumber): boolean {
  return isFraction(value) ? value.numerator < 0n : value.negative;
}

/** A number as a fraction in lowest terms. Expands a decimal: check `expandedLength` first. */
export function ratioOf(value: ExactNumber): Rational {
  if (isFraction(value)) return value;
  if (isInteger(value)) return { numerator: toBigint(value), denominator: 1n };
  return reduce(toBigint({ ...value, exponent: 0 }), 10n ** BigInt(-value.exponent));
}
