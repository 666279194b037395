export { secondsForDigits } from "./cost.ts";
export * from "./decimal.ts";
export { decimalPower, decimalPowerDigits } from "./decimal_power.ts";
export { type DigitCount, exceeds, factorialDigits, fibonacciDigits } from "./digit_count.ts";
export { factorial } from "./factorial.ts";
export { fibonacci } from "./fibonacci.ts";
export * from "./work.ts";
