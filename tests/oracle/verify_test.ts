import assert from "node:assert/strict";
import { createHash, randomInt } from "node:crypto";
import { ServiceError } from "../../domain/errors.ts";
import { NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { findOperation, OPERATIONS } from "../../domain/operations/mod.ts";
import { linesOf, MAX_DIGITS, startPython, withGmpy2 } from "./python.ts";

const CASES = Number(Deno.env.get("ORACLE_CASES") ?? 300);
const SEED = Deno.env.get("ORACLE_SEED") ?? String(randomInt(2 ** 32));

/** Fractions with a base of more characters than this are predicted without reducing them. */
const LONGEST_REDUCED_BASE = 5_000;

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
  name: `every operation equals gmpy2 on ${CASES} random cases`,
  ...withGmpy2(async (t) => {
    for (const { name } of OPERATIONS) {
      await t.step(`${name}, ORACLE_SEED=${SEED}`, () => verify(name));
    }
  }),
});

async function verify(operation: string): Promise<void> {
  const args = ["--count", CASES, "--seed", SEED, "--max-digits", MAX_DIGITS].map(String);
  await using python = startPython("cases.py", [operation, ...args]);
  let verified = 0;
  for await (const line of linesOf(python.stdout)) {
    try {
      check(JSON.parse(line));
    } catch (cause) {
      throw new Error(`Differs from gmpy2, with ORACLE_SEED=${SEED}: ${line}`, { cause });
    }
    verified++;
  }
  assert.ok((await python.status).success, "cases.py failed");
  assert.equal(verified, CASES);
}

function check(expected: Case): void {
  const operation = findOperation(expected.operation)!;
  const read = operation.input.safeParse(expected.input);
  if (expected.refused) {
    if (read.success) assert.throws(() => operation.check?.(read.data), ServiceError);
    return;
  }
  const input = operation.input.parse(expected.input);
  operation.check?.(input);
  assert.deepEqual(operation.canonical(input), expected.canonical);
  const text = operation.compute(input, NEVER_CANCELLED);
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  assert.equal(createHash("sha256").update(bytes).digest("hex"), expected.sha256);
  assert.equal(bytes.filter(isDigit).length, expected.digits);
  const predicted = Number(operation.predictDigits(input));
  if (bytes.includes(BAR!) && expected.canonical.base!.length > LONGEST_REDUCED_BASE) {
    assert.ok(predicted >= expected.digits, `Predicted ${predicted} of ${expected.digits} digits`);
  } else {
    assert.equal(predicted, expected.digits);
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO! && byte <= NINE!;
}
