import assert from "node:assert/strict";
import {
  baseText,
  baseTextDigits,
  divisors,
  extendedGcd,
  factor,
  kronecker,
  multiplicativeOrder,
  round,
  roundDigits,
  sigma,
  sigmaDigits,
  totient,
} from "../../domain/numbers/integers/mod.ts";
import {
  bell,
  bellDigits,
  multinomial,
  multinomialDigits,
  NEVER_CANCELLED,
  partitions,
  partitionsDigits,
  stirling2,
  stirling2Digits,
} from "../../domain/numbers/mod.ts";
import { textOf } from "../../testing/exact_value.ts";
import { CASES, checkLines, SEED, withPython } from "./python.ts";

type Value = string | readonly string[] | null;

/** A value, and the bound on its digits where there is one. */
interface Computed {
  readonly value: Value;
  readonly digits?: number;
}

const FUNCTIONS: Readonly<Record<string, (values: readonly bigint[]) => Computed>> = {
  multinomial: (parts) => ({
    value: textOf(multinomial(parts, NEVER_CANCELLED)),
    digits: multinomialDigits(parts),
  }),
  partitions: ([n]) => ({
    value: textOf(partitions(Number(n), NEVER_CANCELLED)),
    digits: partitionsDigits(Number(n)),
  }),
  stirling2: ([n, k]) => ({
    value: textOf(stirling2(n!, k!, NEVER_CANCELLED)),
    digits: stirling2Digits(n!, k!),
  }),
  bell: ([n]) => ({
    value: textOf(bell(Number(n), NEVER_CANCELLED)),
    digits: bellDigits(Number(n)),
  }),
  divisors: ([n]) => ({ value: listedDivisors(n!) }),
  sigma: ([n, k]) => ({
    value: String(sigma(factor(n!).factors, Number(k))),
    digits: sigmaDigits(n!, Number(k)),
  }),
  totient: ([n]) => ({ value: String(totient(factor(n!).factors)), digits: String(n).length }),
  kronecker: ([a, n]) => ({ value: String(kronecker(a!, n!)) }),
  order: ([a, m]) => {
    const options = { maxSeconds: Infinity, context: NEVER_CANCELLED };
    return { value: String(multiplicativeOrder(a!, m!, options)?.order), digits: String(m).length };
  },
  gcdext: ([a, b]) => {
    const { gcd, x, y } = extendedGcd(a!, b!);
    assert.equal(a! * x + b! * y, gcd);
    return { value: String(gcd) };
  },
  rounded: ([numerator, denominator, places]) => {
    const x = { numerator: numerator!, denominator: denominator! };
    const rounded = round(x, Number(places));
    const length = String(rounded.numerator).replace("-", "").length;
    assert.ok(length <= roundDigits(x, Number(places)));
    return { value: [String(rounded.numerator), String(rounded.denominator)] };
  },
  base: ([n, base]) => ({
    value: baseText(n!, Number(base)),
    digits: baseTextDigits(n!, Number(base)),
  }),
};

interface Line {
  readonly name: string;
  readonly values: readonly string[];
  readonly result: Value;
}

Deno.test({
  name: `arithmetic functions equal PARI and gmpy2 on ${CASES} values, ORACLE_SEED=${SEED}`,
  ...withPython(() => {
    const args = ["--count", String(CASES), "--seed", SEED];
    return checkLines("functions.py", { args, count: CASES, check });
  }),
});

function check({ name, values, result }: Line): void {
  const { value, digits } = FUNCTIONS[name]!(values.map(BigInt));
  assert.deepEqual(value, result);
  if (digits === undefined) return;
  const length = (value as string).replace("-", "").length;
  assert.ok(length <= digits, `${length} digits, bounded by ${digits}`);
}

function listedDivisors(n: bigint): Value {
  try {
    return divisors(factor(n).factors).map(String);
  } catch (error) {
    assert.ok(error instanceof RangeError);
    return null;
  }
}
