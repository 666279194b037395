import fc from "fast-check";
import type { Decimal } from "../../../domain/numbers/mod.ts";

/** Decimals in the domain's representation, with exponents in a range. */
export function arbitraryDecimal(lowest = -40, highest = 40): fc.Arbitrary<Decimal> {
  return fc.record({
    negative: fc.boolean(),
    digits: fc.bigInt({ min: 0n, max: 10n ** 30n }).map((value) => trimmed(value)),
    exponent: fc.integer({ min: lowest, max: highest }),
  }, { noNullPrototype: true }).map((value) =>
    value.digits === "0" ? { negative: false, digits: "0", exponent: 0 } : value
  );
}

function trimmed(value: bigint): string {
  return value === 0n ? "0" : String(value).replace(/0+$/, "");
}
