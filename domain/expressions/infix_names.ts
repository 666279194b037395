import { findFunction } from "./find_function.ts";
import { quote } from "./quote.ts";

/** Operators by names that they have elsewhere. */
const OPERATORS: Readonly<Record<string, string>> = {
  modulo: "mod",
  rem: "mod",
  div: "//",
  times: "*",
  plus: "+",
  minus: "-",
  over: "/",
};

/** What to write for a name between two values; undefined if it means nothing there. */
export function hintForInfixName(name: string): string | undefined {
  if (Object.hasOwn(OPERATORS, name)) {
    return `${quote(name)} is not an operator: write ${OPERATORS[name]}`;
  }
  const isFunction = name.length > 1 && findFunction(name) !== undefined;
  return isFunction ? `${quote(name)} is a function: write ${name}(…)` : undefined;
}
