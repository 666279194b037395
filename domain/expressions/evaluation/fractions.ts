import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";
import { commonDivisor } from "./common_divisor.ts";
import type { Fraction } from "./value.ts";

/** Arithmetic on fractions in lowest terms. */

export function integer(numerator: Integer): Fraction {
  return { numerator, denominator: 1n };
}

/** p/q in lowest terms, for q > 0. */
export function reduced(p: Integer, q: Integer, integers: IntegerArithmetic): Fraction {
  const divisor = commonDivisor(p, q, integers);
  return {
    numerator: quotient(p, divisor, integers),
    denominator: quotient(q, divisor, integers),
  };
}

export function negated({ numerator, denominator }: Fraction, integers: IntegerArithmetic) {
  return { numerator: integers.negate(numerator), denominator };
}

/** a + b; the gcds are of denominators (Knuth, The Art of Computer Programming, 4.5.1). */
export function sum(a: Fraction, b: Fraction, integers: IntegerArithmetic): Fraction {
  if (a.denominator === 1n && b.denominator === 1n) {
    return integer(integers.add(a.numerator, b.numerator));
  }
  const divisor = commonDivisor(a.denominator, b.denominator, integers);
  const [left, right] = [a, b].map((x) => quotient(x.denominator, divisor, integers)) as [
    Integer,
    Integer,
  ];
  const numerator = integers.add(
    integers.multiply(a.numerator, right),
    integers.multiply(b.numerator, left),
  );
  const rest = commonDivisor(numerator, divisor, integers);
  return {
    numerator: quotient(numerator, rest, integers),
    denominator: integers.multiply(left, quotient(b.denominator, rest, integers)),
  };
}

/** a · b; common divisors are taken out crosswise before the products. */
export function product(a: Fraction, b: Fraction, integers: IntegerArithmetic): Fraction {
  if (a.denominator === 1n && b.denominator === 1n) {
    return integer(integers.multiply(a.numerator, b.numerator));
  }
  const first = commonDivisor(a.numerator, b.denominator, integers);
  const second = commonDivisor(b.numerator, a.denominator, integers);
  return {
    numerator: integers.multiply(
      quotient(a.numerator, first, integers),
      quotient(b.numerator, second, integers),
    ),
    denominator: integers.multiply(
      quotient(a.denominator, second, integers),
      quotient(b.denominator, first, integers),
    ),
  };
}

/** 1/x for x other than 0. */
export function reciprocal({ numerator, denominator }: Fraction, integers: IntegerArithmetic) {
  return integers.sign(numerator) < 0
    ? { numerator: integers.negate(denominator), denominator: integers.negate(numerator) }
    : { numerator: denominator, denominator: numerator };
}

/** x^n for an integer n ≥ 0. */
export function power(
  { numerator, denominator }: Fraction,
  exponent: number,
  integers: IntegerArithmetic,
): Fraction {
  return {
    numerator: integers.power(numerator, exponent),
    denominator: integers.power(denominator, exponent),
  };
}

/** −1, 0 or 1 as a is less than, equal to or greater than b. */
export function compare(a: Fraction, b: Fraction, integers: IntegerArithmetic): -1 | 0 | 1 {
  if (a.denominator === 1n && b.denominator === 1n) {
    return integers.compare(a.numerator, b.numerator);
  }
  return integers.compare(
    integers.multiply(a.numerator, b.denominator),
    integers.multiply(b.numerator, a.denominator),
  );
}

/** ⌊x⌋. */
export function floor({ numerator, denominator }: Fraction, integers: IntegerArithmetic): Integer {
  return denominator === 1n
    ? numerator
    : integers.quotientAndRemainder(numerator, denominator).quotient;
}

export function quotient(a: Integer, b: Integer, integers: IntegerArithmetic): Integer {
  return b === 1n ? a : integers.exactQuotient(a, b);
}
