import assert from "node:assert/strict";
import { planExpression } from "../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../domain/expressions/parse.ts";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import type { Description } from "../../domain/result_text.ts";
import { textOf } from "../../testing/exact_value.ts";
import { CASES, checkLines, SEED, withPython } from "./python.ts";

const MAX_DIGITS = 100_000;

interface Case {
  readonly expression: string;
  readonly result: string;
  readonly mod?: string;
  readonly residue?: string;
  /** Of the denominator and the modulus. */
  readonly common_divisor?: string;
}

Deno.test({
  name: `expressions equal PARI and Python's fractions on ${CASES} random trees, ` +
    `ORACLE_SEED=${SEED}`,
  ...withPython(() => {
    const args = ["--count", String(CASES), "--seed", SEED];
    return checkLines("expressions.py", { args, count: CASES, check });
  }),
});

function check({ expression, result, mod, residue, common_divisor: divisor }: Case): void {
  assert.equal(resultOf(expression), result);
  if (mod === undefined) return;
  if (divisor === undefined) {
    assert.equal(resultOf(expression, BigInt(mod)), residue);
    assert.equal(resultOf(`(${expression}) mod ${mod}`), residue);
  } else {
    assert.throws(() => resultOf(expression, BigInt(mod)), {
      code: "not_invertible",
      members: { common_divisor: divisor },
    });
  }
}

function resultOf(expression: string, mod?: bigint): string {
  const plan = planExpression(parseExpression(expression), { maxDigits: MAX_DIGITS, mod });
  plan.predictSeconds();
  return textOf((plan.compute(NEVER_CANCELLED) as Description).text);
}
