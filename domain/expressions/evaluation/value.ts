import type { DecimalText } from "../../numbers/mod.ts";
import type { Integer } from "../../numbers/integer/mod.ts";

/** A rational number in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: Integer;
  readonly denominator: Integer;
}

/** A value of an expression. Booleans are not numbers. */
export type Value =
  | { readonly type: "number" } & Fraction
  /** An integer in decimal digits, as the engine computes it. */
  | { readonly type: "digits"; readonly text: DecimalText }
  | { readonly type: "boolean"; readonly isTrue: boolean }
  | { readonly type: "list"; readonly items: readonly Value[] }
  /** The whole result as a text that is not canonical, such as digits in another base. */
  | { readonly type: "text"; readonly text: DecimalText; readonly kind: "integer" | "decimal" };

/** What an operator or a function takes or returns. */
export type ValueType = "number" | "boolean" | "list" | "text";

export function numberValue({ numerator, denominator }: Fraction): Value {
  return { type: "number", numerator, denominator };
}

export function integerValue(numerator: Integer | number): Value {
  const integer = typeof numerator === "number" ? BigInt(numerator) : numerator;
  return { type: "number", numerator: integer, denominator: 1n };
}

export function booleanValue(isTrue: boolean): Value {
  return { type: "boolean", isTrue };
}

export function listOfIntegers(items: readonly Integer[]): Value {
  return { type: "list", items: items.map(integerValue) };
}
