import type { ComputeContext } from "../compute_context.ts";
import { type DecimalText, writeDecimalText } from "../decimal_text.ts";
import { decimalLength, floorDivide } from "../integers/integer_arithmetic.ts";
import { gcd } from "../integers/gcd.ts";
import { integerRoot } from "../integers/integer_root.ts";
import { largePower } from "../large/power.ts";
import { compareLimbs, difference, negation, signOf, sum } from "../limbs/addition.ts";
import { DIGITS_PER_LIMB, type Limbs, trimLeadingZeros } from "../limbs/limbs.ts";
import { Multiplier } from "../limbs/multiplier.ts";
import { countDigits, limbsFromDigits } from "../limbs/text.ts";
import { bigintOf, integerOf, limbsOf } from "./forms.ts";
import type { Integer, QuotientAndRemainder, RemovedFactor, Root } from "./integer.ts";
import type { IntegerArithmetic } from "./integer_arithmetic.ts";

const INTEGER = /^-?[0-9]+$/;

/** Integer arithmetic with the cancellation, progress and memory of a calculation. */
export function createIntegerArithmetic(context: ComputeContext): IntegerArithmetic {
  return new HybridArithmetic(context);
}

class HybridArithmetic implements IntegerArithmetic {
  readonly #context: ComputeContext;
  readonly #multiplier: Multiplier;

  constructor(context: ComputeContext) {
    this.#context = context;
    this.#multiplier = Multiplier.for(context);
  }

  fromBigint(value: bigint): Integer {
    return integerOf(value);
  }

  fromDecimalText(text: DecimalText): Integer {
    const characters = typeof text === "string" ? text : new TextDecoder().decode(text);
    if (!INTEGER.test(characters)) throw new SyntaxError("Not an integer");
    if (characters.length < 1_000) return BigInt(characters);
    const isNegative = characters.startsWith("-");
    const magnitude = limbsFromDigits(isNegative ? characters.slice(1) : characters);
    return integerOf(isNegative ? negation(magnitude) : magnitude);
  }

  fromLimbs(limbs: Limbs): Integer {
    return integerOf(limbs);
  }

  toBigint(value: Integer): bigint {
    return bigintOf(value);
  }

  toDecimalText(value: Integer): DecimalText {
    if (typeof value === "bigint") return value.toString();
    const sign = this.sign(value) < 0 ? "-" : "";
    const digits = limbsOf(this.#magnitude(value));
    return writeDecimalText(sign, [{ digits, shift: 0 }], this.#multiplier.meter);
  }

  sign(value: Integer): -1 | 0 | 1 {
    if (typeof value !== "bigint") return signOf(value);
    if (value === 0n) return 0;
    return value > 0n ? 1 : -1;
  }

  isZero(value: Integer): boolean {
    return this.sign(value) === 0;
  }

  compare(a: Integer, b: Integer): -1 | 0 | 1 {
    if (typeof a === "bigint" && typeof b === "bigint") return this.sign(a - b);
    return compareLimbs(limbsOf(a), limbsOf(b));
  }

  digitCount(value: Integer): number {
    if (typeof value === "bigint") return decimalLength(value);
    return countDigits(limbsOf(this.#magnitude(value)));
  }

  lowDigits(value: Integer, count: number): Integer {
    const magnitude = this.#magnitude(value);
    if (typeof magnitude === "bigint") {
      return decimalLength(magnitude) <= count ? magnitude : magnitude % 10n ** BigInt(count);
    }
    const limbs = Math.ceil(count / DIGITS_PER_LIMB);
    if (limbs >= magnitude.length) return magnitude;
    const low = integerOf(trimLeadingZeros(magnitude.slice(0, limbs)));
    return this.quotientAndRemainder(low, this.power(10n, count)).remainder;
  }

  negate(value: Integer): Integer {
    return typeof value === "bigint" ? -value : negation(value);
  }

  add(a: Integer, b: Integer): Integer {
    if (typeof a === "bigint" && typeof b === "bigint") return integerOf(a + b);
    return integerOf(sum(limbsOf(a), limbsOf(b)));
  }

  subtract(a: Integer, b: Integer): Integer {
    if (typeof a === "bigint" && typeof b === "bigint") return integerOf(a - b);
    return integerOf(difference(limbsOf(a), limbsOf(b)));
  }

  multiply(a: Integer, b: Integer): Integer {
    if (typeof a === "bigint" && typeof b === "bigint") return integerOf(a * b);
    return integerOf(this.#multiplier.product(limbsOf(a), limbsOf(b)));
  }

  square(value: Integer): Integer {
    if (typeof value === "bigint") return integerOf(value * value);
    return integerOf(this.#multiplier.square(value));
  }

  power(base: Integer, exponent: number): Integer {
    if (exponent === 0) return 1n;
    if (base === 0n || base === 1n) return base;
    if (base === -1n) return exponent % 2 === 0 ? 1n : -1n;
    const magnitude = this.toDecimalText(this.#magnitude(base));
    const digits = typeof magnitude === "string" ? magnitude : new TextDecoder().decode(magnitude);
    const power = integerOf(largePower(digits, exponent, this.#multiplier));
    return this.sign(base) < 0 && exponent % 2 === 1 ? this.negate(power) : power;
  }

  quotientAndRemainder(a: Integer, b: Integer): QuotientAndRemainder {
    if (this.isZero(b)) throw new RangeError("Division by zero");
    const [x, y] = [bigintOf(a), bigintOf(b)];
    const quotient = y > 0n ? floorDivide(x, y) : floorDivide(-x, -y);
    return { quotient: integerOf(quotient), remainder: integerOf(x - quotient * y) };
  }

  exactQuotient(a: Integer, b: Integer): Integer {
    const { quotient, remainder } = this.quotientAndRemainder(a, b);
    if (!this.isZero(remainder)) throw new RangeError("The division leaves a remainder");
    return quotient;
  }

  remainderByWord(value: Integer, m: number): number {
    return Number(bigintOf(this.quotientAndRemainder(value, BigInt(m)).remainder));
  }

  gcd(a: Integer, b: Integer): Integer {
    return integerOf(gcd(bigintOf(a), bigintOf(b), this.#context));
  }

  removeFactor(value: Integer, factor: number): RemovedFactor {
    let [cofactor, count] = [value, 0];
    while (true) {
      const { quotient, remainder } = this.quotientAndRemainder(cofactor, BigInt(factor));
      if (!this.isZero(remainder)) return { cofactor, count };
      [cofactor, count] = [quotient, count + 1];
    }
  }

  isqrt(value: Integer): Root {
    return this.iroot(value, 2);
  }

  iroot(value: Integer, degree: number): Root {
    const { root, isExact } = integerRoot(bigintOf(value), degree, this.#context);
    return { root: integerOf(root), isExact };
  }

  #magnitude(value: Integer): Integer {
    return this.sign(value) < 0 ? this.negate(value) : value;
  }
}
