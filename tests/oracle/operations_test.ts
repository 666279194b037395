import assert from "node:assert/strict";
import { ServiceError } from "../../domain/errors.ts";
import { type DecimalText, NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import { Question } from "../../domain/question.ts";
import type { Description } from "../../domain/result_text.ts";
import { textOf } from "../../testing/exact_value.ts";
import { CASES, checkLines, SEED, withPython } from "./python.ts";

interface Case {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly result?: string;
  /** Code of the expected error. */
  readonly code?: string;
  /** Fields of the answer, or of the error. */
  readonly details: Readonly<Record<string, unknown>>;
}

interface Witness {
  readonly factor?: string;
  readonly base?: string;
  readonly lucas_discriminant?: string;
}

Deno.test({
  name: `number theory equals PARI and gmpy2 on ${CASES} random cases, ORACLE_SEED=${SEED}`,
  ...withPython(() => {
    const args = ["--count", String(CASES), "--seed", SEED];
    return checkLines("operations.py", { args, count: CASES, check });
  }),
});

function check({ operation, input, result, code, details: expected }: Case): void {
  const answer = () => {
    const question = Question.parse(findOperation(operation)!, input);
    question.check();
    return question.plan.compute(NEVER_CANCELLED) as DecimalText | Description;
  };
  if (code !== undefined) {
    assert.throws(answer, (error) => {
      assert.ok(error instanceof ServiceError);
      assert.equal(error.code, code);
      assertIncludes(error.members, expected);
      return true;
    });
    return;
  }
  const computed = answer();
  const { text: decimal, details }: Description = typeof computed === "object" &&
      "details" in computed
    ? computed
    : { text: computed, details: {} };
  const text = textOf(decimal);
  assert.equal(text, result);
  assertIncludes(details, expected);
  if (operation === "isprime") {
    checkWitness(BigInt(input.n as string), text === "true", details.witness as Witness);
  }
}

function assertIncludes(members: object, expected: object): void {
  const named = Object.entries(members).filter(([name]) => name in expected);
  assert.deepEqual(Object.fromEntries(named), expected);
}

function checkWitness(n: bigint, isPrime: boolean, witness: Witness | undefined): void {
  if (isPrime || n < 2n) return assert.equal(witness, undefined);
  if (witness?.factor !== undefined) {
    const factor = BigInt(witness.factor);
    assert.ok(1n < factor && factor < n && n % factor === 0n, `${factor} is not a factor`);
  } else if (witness?.base !== undefined) {
    assert.ok(!isStrongProbablePrime(n, BigInt(witness.base)), "The base is not a witness");
  } else {
    assert.ok(witness?.lucas_discriminant !== undefined, "A composite needs a witness");
  }
}

function isStrongProbablePrime(n: bigint, base: bigint): boolean {
  let [odd, twos] = [n - 1n, 0];
  for (; odd % 2n === 0n; odd /= 2n) twos++;
  let power = 1n;
  for (const bit of odd.toString(2)) power = power * power * (bit === "1" ? base : 1n) % n;
  if (power === 1n) return true;
  for (let i = 0; i < twos; i++, power = power * power % n) {
    if (power === n - 1n) return true;
  }
  return false;
}
