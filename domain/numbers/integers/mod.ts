export { baseText, baseTextDigits, baseTextSeconds } from "./base_text.ts";
export {
  chineseRemainder,
  chineseRemainderSeconds,
  type Congruence,
  NoSolution,
} from "./chinese_remainder.ts";
export {
  type DecimalExpansion,
  decimalExpansion,
  decimalExpansionSeconds,
} from "./decimal_expansion.ts";
export { divisorCount, divisors, MAX_DIVISORS } from "./divisors.ts";
export { type Bezout, extendedGcd } from "./extended_gcd.ts";
export { factor } from "./factor.ts";
export type {
  Factorization,
  PartialFactorization,
  PrimeFactor,
  PrimePower,
} from "./factorization.ts";
export { predictFactorSeconds } from "./factor_seconds.ts";
export { gcd, gcdOf } from "./gcd.ts";
export { gcdSeconds } from "./gcd_seconds.ts";
export { type IntegerRoot, integerRoot, integerRootSeconds } from "./integer_root.ts";
export { type Certainty, isPrime, primeCertainty, type Witness } from "./is_prime.ts";
export { isPrimeSeconds, nextPrimeSeconds } from "./is_prime_seconds.ts";
export { kronecker, kroneckerSeconds } from "./kronecker.ts";
export { lcm, lcmOf } from "./lcm.ts";
export { modInverse, modInverseSeconds, NotInvertible } from "./mod_inverse.ts";
export { modPower } from "./mod_power.ts";
export { multiplicativeOrder, multiplicativeOrderSeconds } from "./multiplicative_order.ts";
export { nextPrime, prevPrime } from "./next_prime.ts";
export { type Rational, reduce } from "./rational.ts";
export { rationalRoot, rationalRootSeconds } from "./rational_root.ts";
export { ceil, floor, round, roundDigits, roundSeconds } from "./rounding.ts";
export { sigma, sigmaDigits, sigmaSeconds } from "./sigma.ts";
export { totient } from "./totient.ts";
