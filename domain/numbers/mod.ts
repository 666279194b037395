export { measureSlowdown } from "./slowdown_factor.ts";
export { decimalPowerSeconds, factorialSeconds, fibonacciSeconds } from "./cost.ts";
export * from "./decimal.ts";
export { type DecimalText } from "./decimal_text.ts";
export { decimalPower, decimalPowerDigits } from "./decimal_power.ts";
export {
  type DigitCount,
  digitCount,
  digitsOf,
  factorialDigits,
  fibonacciDigits,
} from "./digit_count.ts";
export { factorial } from "./factorial.ts";
export { fibonacci } from "./fibonacci.ts";
export {
  type ExactNumber,
  isFraction,
  isNegative,
  numberText,
  parseInteger,
  parseNumber,
  ratioOf,
} from "./exact_number.ts";
export { rationalPower, rationalPowerDigits, rationalPowerSeconds } from "./rational_power.ts";
export { Workspace } from "./limbs/workspace.ts";
export * from "./compute_context.ts";
export { bell, bellDigits, bellSeconds } from "./bell.ts";
export { binomial, binomialSeconds } from "./binomial.ts";
export { catalan, catalanSeconds } from "./catalan.ts";
export { lucas, lucasSeconds } from "./lucas.ts";
export { multifactorial, multifactorialSeconds } from "./multifactorial.ts";
export { multinomial, multinomialDigits, multinomialSeconds } from "./multinomial.ts";
export { partitions, partitionsDigits, partitionsSeconds } from "./partitions.ts";
export { permutations, permutationsSeconds } from "./permutations.ts";
export { primorial, primorialDigits, primorialSeconds } from "./primorial.ts";
export { stirling2, stirling2Digits, stirling2Seconds } from "./stirling2.ts";
export { subfactorial, subfactorialSeconds } from "./subfactorial.ts";
