import type { FunctionName } from "../../functions.ts";
import type { Rule } from "../rule.ts";
import { digits, digitsum } from "./digits.ts";
import { divisors, sigma, totient } from "./divisor_functions.ts";
import { base, decimal, leading, trailing } from "./outermost.ts";
import { gcd, gcdext, lcm } from "./divisors.ts";
import { max, min } from "./extremes.ts";
import { crt, jacobi, modinv, order, powmod } from "./modular.ts";
import { factor, isprime, nextprime, prevprime } from "./primes.ts";
import { iroot, isqrt, sqrt } from "./roots.ts";
import { abs, ceil, floor, round, sign } from "./rounding.ts";
import { SEQUENCE_RULES } from "./sequences.ts";

/** The rules of the functions by canonical name. */
export const FUNCTION_RULES: Readonly<Record<FunctionName, Rule>> = {
  ...SEQUENCE_RULES,
  abs,
  sign,
  floor,
  ceil,
  round,
  min,
  max,
  gcd,
  lcm,
  gcdext,
  isqrt,
  iroot,
  sqrt,
  powmod,
  modinv,
  crt,
  order,
  jacobi,
  isprime,
  nextprime,
  prevprime,
  factor,
  divisors,
  sigma,
  totient,
  digits,
  digitsum,
  leading,
  trailing,
  decimal,
  base,
};
