import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";

/** The decimal text of an integer as a string. */
export function integerText(value: Integer, integers: IntegerArithmetic): string {
  const text = integers.toDecimalText(value);
  return typeof text === "string" ? text : new TextDecoder().decode(text);
}
