import type { ComputeContext } from "../compute_context.ts";
import { type DecimalText, writeDecimalText } from "../decimal_text.ts";
import { gcd } from "../integers/gcd.ts";
import { decimalLength, modulo, valuation } from "../integers/integer_arithmetic.ts";
import { largePower } from "../large/power.ts";
import { compareLimbs, difference, negation, signOf, sum } from "../limbs/addition.ts";
import { integerPower } from "../limbs/integer_power.ts";
import { DIGITS_PER_LIMB, type Limbs, trimLeadingZeros } from "../limbs/limbs.ts";
import { Multiplier } from "../limbs/multiplier.ts";
import { countDigits, limbsFromDigits } from "../limbs/text.ts";
import { remainderByWord } from "../limbs/word_division.ts";
import { BIGINT_THRESHOLDS } from "../thresholds.ts";
import { bigintOf, integerOf, limbsOf } from "./forms.ts";
import { greatestCommonDivisor } from "./greatest_common_divisor.ts";
import type { Integer, QuotientAndRemainder, RemovedFactor, Root } from "./integer.ts";
import type { IntegerArithmetic } from "./integer_arithmetic.ts";
import { floorQuotient } from "./quotient.ts";
import { removeFactor } from "./remove_factor.ts";
import { floorRoot } from "./root.ts";

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
    if (characters.length <= BIGINT_THRESHOLDS.powerDigits) return BigInt(characters);
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

  trailingZeros(value: Integer): number {
    if (typeof value === "bigint") return valuation(value, 10n);
    const limbs = value.findIndex((limb) => limb !== 0);
    return DIGITS_PER_LIMB * limbs + valuation(BigInt(value[limbs]!), 10n);
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
    if (typeof base !== "bigint") return integerPower(base, exponent, this.#multiplier);
    if (base >= -1n && base <= 1n) return base ** BigInt(1 + (exponent - 1) % 2);
    const magnitude = String(this.#magnitude(base));
    if (magnitude.length * exponent <= BIGINT_THRESHOLDS.powerDigits) {
      return base ** BigInt(exponent);
    }
    const power = integerOf(largePower(magnitude, exponent, this.#multiplier));
    return base < 0n && exponent % 2 === 1 ? this.negate(power) : power;
  }

  quotientAndRemainder(a: Integer, b: Integer): QuotientAndRemainder {
    if (this.isZero(b)) throw new RangeError("Division by zero");
    if (this.sign(b) < 0) {
      const { quotient, remainder } = this.quotientAndRemainder(this.negate(a), this.negate(b));
      return { quotient, remainder: this.negate(remainder) };
    }
    return floorQuotient(a, b, this.#multiplier);
  }

  exactQuotient(a: Integer, b: Integer): Integer {
    const { quotient, remainder } = this.quotientAndRemainder(a, b);
    if (!this.isZero(remainder)) throw new RangeError("The division leaves a remainder");
    return quotient;
  }

  remainderByWord(value: Integer, m: number): number {
    if (typeof value === "bigint") return Number(modulo(value, BigInt(m)));
    this.#multiplier.meter.checkpoint();
    return remainderByWord(value, m);
  }

  gcd(a: Integer, b: Integer): Integer {
    if (typeof a === "bigint" && typeof b === "bigint") return gcd(a, b, this.#context);
    const [x, y] = [this.#magnitude(a), this.#magnitude(b)];
    if (this.isZero(y)) return x;
    if (this.isZero(x)) return y;
    return greatestCommonDivisor(x, y, { arithmetic: this, multiplier: this.#multiplier });
  }

  removeFactor(value: Integer, factor: number, limit = Infinity): RemovedFactor {
    return removeFactor(value, factor, { arithmetic: this, limit });
  }

  isqrt(value: Integer): Root {
    return this.iroot(value, 2);
  }

  iroot(value: Integer, degree: number): Root {
    const tools = { multiplier: this.#multiplier, context: this.#context };
    if (this.sign(value) >= 0) return floorRoot(value, degree, tools);
    if (degree % 2 === 0) throw new RangeError("Even root of a negative number");
    const { root, isExact } = floorRoot(this.negate(value), degree, tools);
    return { root: this.negate(root), isExact };
  }

  #magnitude(value: Integer): Integer {
    return this.sign(value) < 0 ? this.negate(value) : value;
  }
}
