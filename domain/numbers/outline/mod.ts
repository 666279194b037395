export { binomialValue, catalanValue } from "./binomial.ts";
export { exactDigitsOfPower } from "./exact_digits_of_power.ts";
export { factorialValue } from "./factorial.ts";
export { fibonacciValue, lucasValue } from "./fibonacci.ts";
export { multifactorialValue } from "./multifactorial.ts";
export { multinomialValue } from "./multinomial.ts";
export type { Outline, OutlineRequest } from "./outline.ts";
export { exactDigits, outlineOf } from "./outline_of.ts";
export { outlineOfText } from "./outline_of_text.ts";
export {
  createOutlineTables,
  type OutlineContext,
  type OutlineTables,
  type OutlineTools,
} from "./outline_tools.ts";
export type { OutlinedValue } from "./outlined_value.ts";
export { permutationsValue } from "./permutations.ts";
export { powerValue } from "./power.ts";
export { primorialValue } from "./primorial.ts";
export { scientific } from "./scientific.ts";
export { subfactorialValue } from "./subfactorial.ts";
export { Undecided } from "./undecided.ts";
