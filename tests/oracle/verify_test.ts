import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { ServiceError } from "../../domain/errors.ts";
import { type DecimalText, NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import { Question } from "../../domain/question.ts";
import { CASES, checkLines, MAX_DIGITS, SEED, withPython } from "./python.ts";

/** Operations whose results grow to any length. */
const LONG = [
  "factorial",
  "multifactorial",
  "fibonacci",
  "lucas",
  "primorial",
  "pow",
  "binomial",
  "permutations",
  "catalan",
  "subfactorial",
];

/** Fractions with a base of more characters than this are predicted without reducing them. */
const LONGEST_REDUCED_BASE = 5_000;

const CASES_EACH = Math.ceil(CASES / LONG.length);

const [ZERO, NINE, BAR] = new TextEncoder().encode("09/");

interface Case {
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
  readonly refused?: true;
  readonly canonical: Readonly<Record<string, string>>;
  readonly sha256: string;
  readonly digits: number;
}

Deno.test({
  name: `long results equal gmpy2's on ${CASES_EACH} random cases of each operation`,
  ...withPython(async (t) => {
    for (const name of LONG) {
      await t.step(`${name}, ORACLE_SEED=${SEED}`, () => verify(name));
    }
  }),
});

async function verify(operation: string): Promise<void> {
  const args = ["--count", CASES_EACH, "--seed", SEED, "--max-digits", MAX_DIGITS].map(String);
  await checkLines("cases.py", { args: [operation, ...args], count: CASES_EACH, check });
}

function check(expected: Case): void {
  const parse = () => Question.parse(findOperation(expected.operation)!, expected.input);
  if (expected.refused) return assert.throws(() => parse().check(), ServiceError);
  const question = parse();
  question.check();
  assert.deepEqual(question.canonical, expected.canonical);
  const text = question.plan.compute(NEVER_CANCELLED) as DecimalText;
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  assert.equal(createHash("sha256").update(bytes).digest("hex"), expected.sha256);
  assert.equal(bytes.filter(isDigit).length, expected.digits);
  const predicted = Number(question.plan.predictDigits!());
  const isLongFraction = bytes.includes(BAR!) &&
    expected.canonical.base!.length > LONGEST_REDUCED_BASE;
  // The digits of a primorial, too, are predicted by an upper bound.
  if (isLongFraction || expected.operation === "primorial") {
    assert.ok(predicted >= expected.digits, `Predicted ${predicted} of ${expected.digits} digits`);
  } else {
    assert.equal(predicted, expected.digits);
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO! && byte <= NINE!;
}
