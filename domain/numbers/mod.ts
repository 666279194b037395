export { secondsForDigits } from "./cost.ts";
export * from "./decimal.ts";
export { type DecimalText } from "./decimal_text.ts";
export { decimalPower, decimalPowerDigits } from "./decimal_power.ts";
export { type DigitCount, exceeds, factorialDigits, fibonacciDigits } from "./digit_count.ts";
export { factorial } from "./factorial.ts";
export { fibonacci } from "./fibonacci.ts";
export { Workspace } from "./limbs/workspace.ts";
export * from "./work.ts";
