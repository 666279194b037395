import { bitLength } from "../../numbers/integers/bit_length.ts";
import { modPower } from "../../numbers/integers/mod.ts";
import { add, dropBits, fromInteger, type Interval } from "../../numbers/outline/interval.ts";
import { lnOfScaled } from "../../numbers/outline/ln_of_scaled.ts";
import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import { predictLeadingSeconds } from "../../numbers/outline/predict_seconds.ts";
import { predictPowerResidueSeconds } from "../../numbers/residue/mod.ts";
import { scaled } from "./full_logarithm.ts";
import { lengthOf, type PowerProduct, rationalOfProduct } from "./power_product.ts";
import type { EvaluationTools } from "./tools.ts";

/** Bits of a number that is computed in full, apart from its power of ten. */
export const LONGEST_BITS = 33_000;

/** The outline of a product of powers. */
export function outlinedProduct(whole: PowerProduct, tools: EvaluationTools): OutlinedValue {
  const { shift, rest } = withoutTens(whole);
  const { sign, powers } = rest;
  if (sign === 0 || lengthOf(rest) <= LONGEST_BITS) {
    return {
      kind: "exact",
      shift,
      compute: () => rationalOfProduct(rest),
      predictSeconds: () => 1e-3,
    };
  }
  const factors = [...powers];
  const exponentBits = Math.max(...factors.map(([, exponent]) => bitLength(exponent)));
  const isInteger = shift >= 0n && factors.every(([, exponent]) => exponent > 0n);
  return {
    kind: "large",
    sign,
    shift,
    ln: (bits) => logarithm(factors, { bits, exponentBits, tools }),
    lastDigits: isInteger
      ? (count) => ({ zeros: shift, residue: residue(factors, 10n ** BigInt(count), tools) })
      : undefined,
    predictSeconds: (request) => {
      const ends = factors.map(([, exponent]) =>
        predictPowerResidueSeconds(exponent, 10n ** BigInt(request.trailing))
      );
      return predictLeadingSeconds(request, exponentBits, 1.5 * factors.length) +
        ends.reduce((sum, seconds) => sum + seconds);
    },
  };
}

/** x = rest · 10^shift, where 10 does not divide the numerator and is coprime to the denominator. */
function withoutTens(
  { sign, powers }: PowerProduct,
): { readonly shift: bigint; readonly rest: PowerProduct } {
  const [twos, fives] = [powers.get(2n) ?? 0n, powers.get(5n) ?? 0n];
  const shift = twos < fives ? twos : fives;
  const rest = new Map([...powers, [2n, twos - shift], [5n, fives - shift]] as const);
  for (const [base, exponent] of rest) if (exponent === 0n) rest.delete(base);
  return { shift, rest: { sign, powers: rest } };
}

type Factors = readonly (readonly [base: bigint, exponent: bigint])[];

/** Σ exponent · ln base. */
function logarithm(
  factors: Factors,
  { bits, exponentBits, tools }: {
    readonly bits: number;
    readonly exponentBits: number;
    readonly tools: EvaluationTools;
  },
): Interval {
  const guard = exponentBits + bitLength(BigInt(factors.length)) + 4;
  const fine = bits + guard;
  const sum = factors.reduce(
    (sum, [base, exponent]) => add(sum, scaled(lnOfScaled(base, { bits: fine }, tools), exponent)),
    fromInteger(0n, fine),
  );
  return dropBits(sum, guard);
}

function residue(factors: Factors, modulus: bigint, { context }: EvaluationTools): bigint {
  return factors.reduce(
    (product, [base, exponent]) => product * modPower(base, exponent, modulus, context) % modulus,
    1n,
  );
}
