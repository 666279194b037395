import { smallSubfactorial } from "../small/subfactorial.ts";
import { bitLength } from "../integers/bit_length.ts";
import { valuation } from "../integers/integer_arithmetic.ts";
import { fromInteger, type Interval, subtract, widen } from "./interval.ts";
import { lnFactorial } from "./ln_factorial.ts";
import { exactInteger, type LastDigits, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { predictLeadingSeconds } from "./predict_seconds.ts";
import { subfactorialResidue } from "../residue/subfactorial_residue.ts";

const LARGEST_EXACT = 3_248n;

/** !n, the number of permutations of n items without a fixed point, for n ≥ 0. */
export function subfactorialValue(n: bigint, tools: OutlineTools): OutlinedValue {
  if (n < 0n) throw new RangeError("A subfactorial needs an integer of at least 0");
  return n <= LARGEST_EXACT
    ? exactInteger(() => smallSubfactorial(Number(n)), 3e-3)
    : largeSubfactorialValue(n, tools);
}

/** !n from its logarithm and its residues, for n ≥ 3. */
export function largeSubfactorialValue(n: bigint, tools: OutlineTools): OutlinedValue {
  return {
    kind: "large",
    sign: 1,
    shift: 0n,
    ln: (bits) => lnOfSubfactorial(n, bits, tools),
    lastDigits: (count) => lastDigitsOfSubfactorial(n, count, tools),
    predictSeconds: (request) =>
      predictLeadingSeconds(request, bitLength(n), 1) + 3e-6 * (request.trailing + 10),
  };
}

/**
 * ln !n = ln n! − 1 + ln(1 + δ). !n is the integer nearest to n!/e and differs from it by less than
 * 1/(n+1), so |δ| < e/(n+1)! and |ln(1 + δ)| < 2^(3−b) for (n+1)! ≥ 2^b.
 */
function lnOfSubfactorial(n: bigint, bits: number, tools: OutlineTools): Interval {
  // (n+1)! ≥ n! ≥ (n/e)^n ≥ (n/4)^n.
  const factorialBits = n * BigInt(Math.max(bitLength(n) - 3, 0));
  const distance = BigInt(bits) + 3n - factorialBits;
  const logarithm = subtract(lnFactorial(n, bits, tools), fromInteger(1n, bits));
  return widen(logarithm, distance > 0n ? 1n << distance : 1n);
}

/**
 * !n = (n − 1) S with S = !(n−1) + !(n−2), so it ends in as many zeros as n − 1: S is coprime to
 * 10, because !(n+m) ≡ (−1)^m !n modulo m makes S odd for all n, and 1, 1, 3, 1 or 3 modulo 5 up to
 * sign.
 */
function lastDigitsOfSubfactorial(n: bigint, count: number, { context }: OutlineTools): LastDigits {
  const modulus = 10n ** BigInt(count);
  const zeros = BigInt(valuation(n - 1n, 10n));
  const sum = subfactorialResidue(n - 1n, modulus, context) +
    subfactorialResidue(n - 2n, modulus, context);
  return { zeros, residue: (n - 1n) / 10n ** zeros % modulus * sum % modulus };
}
