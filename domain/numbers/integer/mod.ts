export { createIntegerArithmetic } from "./create_integer_arithmetic.ts";
export type { Integer, QuotientAndRemainder, RemovedFactor, Root } from "./integer.ts";
export type { IntegerArithmetic } from "./integer_arithmetic.ts";
export { predictSeconds } from "./predict_seconds.ts";
export { baseDigits, baseDigitsSeconds } from "./base_digits.ts";
export { digitSum, digitSumSeconds } from "./digit_sum.ts";
