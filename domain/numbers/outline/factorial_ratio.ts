import { modInverse } from "../integers/mod_inverse.ts";
import { lastDigitsOfParts } from "./last_digits.ts";
import type { LastDigits } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import type { PrimePart } from "./prime_part.ts";

/** Π above! / Π below!, an integer. */
export interface FactorialRatio {
  readonly above: readonly bigint[];
  readonly below: readonly bigint[];
}

/** The last digits of an integer that is a quotient of factorials. */
export function lastDigitsOfRatio(
  ratio: FactorialRatio,
  count: number,
  tools: OutlineTools,
): LastDigits {
  return lastDigitsOfParts(
    (prime) => primePartOfRatio(ratio, { prime, exponent: count }, tools),
    count,
  );
}

/** The prime part of a quotient of factorials, with its unit modulo prime^exponent. */
export function primePartOfRatio(
  { above, below }: FactorialRatio,
  { prime, exponent }: { readonly prime: bigint; readonly exponent: number },
  { unitProducts, context }: Pick<OutlineTools, "unitProducts" | "context">,
): PrimePart {
  const modulus = prime ** BigInt(exponent);
  const table = unitProducts.for(prime, exponent, context);
  const [top, bottom] = [above, below].map((list) => list.map((n) => table.factorial(n, context)));
  const valuation = (parts: readonly PrimePart[]) =>
    parts.reduce((sum, part) => sum + part.valuation, 0n);
  const unit = (parts: readonly PrimePart[]) =>
    parts.reduce((product, part) => product * part.unit() % modulus, 1n);
  return {
    valuation: valuation(top!) - valuation(bottom!),
    unit: () => unit(top!) * modInverse(unit(bottom!), modulus) % modulus,
  };
}
