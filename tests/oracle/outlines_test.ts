import assert from "node:assert/strict";
import { ServiceError } from "../../domain/errors.ts";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { createOutlineTables } from "../../domain/numbers/outline/mod.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import { Question } from "../../domain/question.ts";
import type { Description } from "../../domain/result_text.ts";
import { CASES, checkLines, SEED, withPython } from "./python.ts";

const context = { ...NEVER_CANCELLED, outlineTables: createOutlineTables() };

interface Case {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The fields of an outline. */
  readonly outline?: { readonly scientific: string };
  readonly residue?: string;
  /** Common divisor of the modulus and a number that has no inverse. */
  readonly common_divisor?: string;
}

Deno.test({
  name: `outlines and residues equal those of mpmath, PARI and gmpy2 on ${CASES} random cases, ` +
    `ORACLE_SEED=${SEED}`,
  ...withPython(() => {
    const args = ["--count", String(CASES), "--seed", SEED];
    return checkLines("outlines.py", { args, count: CASES, check });
  }),
});

function check({ operation, input, ...expected }: Case): void {
  const question = Question.parse(findOperation(operation)!, input);
  question.check();
  if (expected.outline) {
    const { text, details } = question.plan.compute(context) as Description;
    assert.deepEqual(details.outline, expected.outline);
    assert.equal(text, expected.outline.scientific);
  } else if (expected.common_divisor) {
    assert.throws(() => question.plan.compute(context), (error) => {
      assert.ok(error instanceof ServiceError);
      assert.equal(error.code, "not_invertible");
      assert.equal(error.members.common_divisor, expected.common_divisor);
      return true;
    });
  } else {
    assert.equal(question.plan.compute(context), expected.residue);
  }
}
