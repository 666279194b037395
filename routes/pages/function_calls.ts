import {
  FUNCTIONS,
  type FunctionSignature,
  MAX_ARGUMENTS,
} from "../../domain/expressions/functions.ts";

const ARGUMENTS = ["a", "b", "c"];

/** How each function of expressions is called, as in `gcd(a, …)`, `round(a[, b])` and `abs(a)`. */
export function functionCalls(): string[] {
  return Object.entries(FUNCTIONS).map(([name, signature]) => `${name}(${argumentsOf(signature)})`);
}

function argumentsOf({ least, most }: FunctionSignature): string {
  const required = ARGUMENTS.slice(0, least).join(", ");
  if (most === MAX_ARGUMENTS) return `${required}, …`;
  const optional = ARGUMENTS.slice(least, most).map((name) => `[, ${name}]`);
  return required + optional.join("");
}
