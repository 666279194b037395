import { fibonacciPair } from "../residue/fibonacci_pair.ts";
import { predictFibonacciResidueSeconds } from "../residue/fibonacci_residue.ts";
import { smallFibonacci, smallFibonacciPair } from "../small/fibonacci.ts";
import { bitLength } from "../integers/bit_length.ts";
import { valuation } from "../integers/integer_arithmetic.ts";
import { add, dropBits, type Interval, multiply, subtract } from "./interval.ts";
import { exactInteger, type LastDigits, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { predictLeadingSeconds } from "./predict_seconds.ts";

/** The largest n whose Fibonacci number has at most 10,000 digits. */
const LARGEST_EXACT = 47_851n;

/** F(n) for any integer n: F(−n) = (−1)^(n+1) F(n). */
export function fibonacciValue(n: bigint, tools: OutlineTools): OutlinedValue {
  const index = n < 0n ? -n : n;
  const sign = n < 0n && n % 2n === 0n ? -1 : 1;
  if (index <= LARGEST_EXACT) {
    return exactInteger(() => BigInt(sign) * smallFibonacci(Number(index)));
  }
  return largeFibonacciValue(index, sign, tools);
}

/** L(n) for any integer n: L(−n) = (−1)^n L(n). */
export function lucasValue(n: bigint, tools: OutlineTools): OutlinedValue {
  const index = n < 0n ? -n : n;
  const sign = n < 0n && n % 2n !== 0n ? -1 : 1;
  if (index <= LARGEST_EXACT) {
    return exactInteger(() => {
      const [a, b] = smallFibonacciPair(Number(index));
      return BigInt(sign) * (2n * b - a);
    });
  }
  return largeLucasValue(index, sign, tools);
}

/** ±F(n) from its logarithm n ln φ − ½ ln 5, for n ≥ 1. */
export function largeFibonacciValue(n: bigint, sign: -1 | 1, tools: OutlineTools): OutlinedValue {
  return {
    kind: "large",
    sign,
    shift: 0n,
    ln: (bits) => {
      const root = dropBits(tools.constants.ln5(bits, tools.context), 1);
      return subtract(lnPhiPower(n, bits, tools), root);
    },
    lastDigits: (count) => lastDigitsOfFibonacci(n, count, tools),
    predictSeconds: (request) =>
      predictLeadingSeconds(request, bitLength(n), 0) +
      predictFibonacciResidueSeconds(n, 10n ** (zerosOfFibonacci(n) + BigInt(request.trailing))),
  };
}

/** ±L(n) from its logarithm n ln φ, for n ≥ 1. 5 divides no Lucas number, so none ends in 0. */
export function largeLucasValue(n: bigint, sign: -1 | 1, tools: OutlineTools): OutlinedValue {
  return {
    kind: "large",
    sign,
    shift: 0n,
    ln: (bits) => lnPhiPower(n, bits, tools),
    lastDigits: (count) => {
      const modulus = 10n ** BigInt(count);
      const [a, b] = fibonacciPair(n, modulus, tools.context);
      return { zeros: 0n, residue: (2n * b - a + modulus) % modulus };
    },
    predictSeconds: (request) =>
      predictLeadingSeconds(request, bitLength(n), 0) +
      predictFibonacciResidueSeconds(n, 10n ** BigInt(request.trailing)),
  };
}

/**
 * ln(φ^n ± φ^−n), in one interval for both signs. The second part is φ^(−2n) < 2^−n of the first:
 * it changes the logarithm by less than 2^(1−n), or by a unit for n > bits.
 */
function lnPhiPower(n: bigint, bits: number, { constants, context }: OutlineTools): Interval {
  const guard = bitLength(n) + 2;
  const power = dropBits(multiply(constants.lnPhi(bits + guard, context), n), guard);
  const other = n > BigInt(bits) ? 1n : 1n << (BigInt(bits) + 1n - n);
  return add(power, { lo: -other, hi: other });
}

function lastDigitsOfFibonacci(n: bigint, count: number, { context }: OutlineTools): LastDigits {
  const zeros = zerosOfFibonacci(n);
  const power = 10n ** zeros;
  const [value] = fibonacciPair(n, power * 10n ** BigInt(count), context);
  return { zeros, residue: value / power };
}

/**
 * Number of trailing zeros of F(n), n ≥ 1: the lesser of v₅(F(n)) = v₅(n) and v₂(F(n)), which is 0
 * for 3 ∤ n, 1 for n ≡ 3 and 3 for n ≡ 6 modulo 12 up to sign, and v₂(n) + 2 for 12 | n (Lengyel,
 * The order of the Fibonacci and Lucas numbers, Fibonacci Quarterly 33, 1995).
 */
function zerosOfFibonacci(n: bigint): bigint {
  if (n % 3n !== 0n) return 0n;
  const two = n % 2n === 1n ? 1 : n % 4n === 2n ? 3 : valuation(n, 2n) + 2;
  return BigInt(Math.min(two, valuation(n, 5n)));
}
