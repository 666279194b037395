import {
  type Decimal,
  type ExactNumber,
  expandedLength,
  isFraction,
  ratioOf,
} from "../../numbers/mod.ts";
import { log10Estimate } from "../../numbers/digit_count.ts";
import { predictSeconds } from "../../numbers/integer/mod.ts";
import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import { modInverse, modPower } from "../../numbers/integers/mod.ts";
import * as fractions from "./fractions.ts";
import type { Rule } from "./rule.ts";
import { difference, integerSize, type Size, widened } from "./size.ts";
import { FOLDED_DIGITS } from "./folding.ts";
import { numberValue } from "./value.ts";

/** A number in the expression, or the value of a variable. */
export function literalRule(value: ExactNumber): Rule {
  if (isFraction(value)) return shortRule(value);
  return expandedLength(value) <= FOLDED_DIGITS ? shortRule(value) : longRule(value);
}

function shortRule(value: ExactNumber): Rule {
  return {
    predict: () => ({ type: "number", seconds: 1e-6, isShort: true }),
    compute: () => numberValue(ratioOf(value)),
  };
}

/** A number other than 0 with a large exponent or very many digits. */
function longRule(value: Decimal): Rule {
  const { digits, negative, exponent } = value;
  return {
    predict: () => ({
      type: "number",
      size: decimalSize(value),
      seconds: predictSeconds.decimalText(expandedLength(value)) +
        predictSeconds.power(2, Math.abs(exponent)),
      outlined: () => outlinedDecimal(value),
      residue: (m, { context }) => ({
        seconds: 1e-4,
        compute: () => {
          const power = modPower(10n, BigInt(Math.abs(exponent)), m, context);
          const factor = exponent < 0 ? modInverse(power, m, context) : power;
          const residue = BigInt(digits) * factor % m;
          return negative && residue !== 0n ? m - residue : residue;
        },
      }),
    }),
    compute(_, { tools: { integers } }) {
      const magnitude = integers.fromDecimalText(digits);
      const p = negative ? integers.negate(magnitude) : magnitude;
      const power = integers.power(10n, Math.abs(exponent));
      if (exponent >= 0) return numberValue(fractions.integer(integers.multiply(p, power)));
      return numberValue(fractions.reduced(p, power, integers));
    },
  };
}

function decimalSize(value: Decimal): Size {
  const { digits, exponent, negative } = value;
  const sign = negative ? -1 : 1;
  const significant = widened(log10Estimate(digits));
  const power = widened(Math.abs(exponent));
  if (exponent >= 0) {
    return integerSize(
      { least: significant.least + power.least, most: significant.most + power.most },
      sign,
    );
  }
  const magnitude = difference(significant, power);
  return {
    magnitude,
    numerator: { least: Math.max(magnitude.least, 0), most: significant.most },
    denominator: { least: Math.max(-magnitude.most, 0), most: power.most },
    sign,
  };
}

function outlinedDecimal({ digits, exponent, negative }: Decimal): OutlinedValue {
  return {
    kind: "exact",
    shift: BigInt(exponent),
    compute: () => ({ numerator: BigInt(digits) * (negative ? -1n : 1n), denominator: 1n }),
    predictSeconds: () => 1e-3,
  };
}
