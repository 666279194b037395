import type { DecimalText } from "../domain/numbers/mod.ts";

/** The text of a result as one string. */
export function textOf(result: DecimalText): string {
  return typeof result === "string" ? result : new TextDecoder().decode(result);
}

/** The value of an integer result. */
export function valueOf(result: DecimalText): bigint {
  return BigInt(textOf(result));
}
