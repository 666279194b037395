import assert from "node:assert/strict";
import { ServiceError } from "../../domain/errors.ts";
import { checkDigits, checkLimits } from "../../domain/limits.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { powOperation } from "../../domain/operations/pow.ts";
import { Question } from "../../domain/question.ts";

const LIMITS = { maxDigits: 1000, maxSeconds: 1, slowdownFactor: 1 };

Deno.test("checkLimits() rejects too large a power with its exact number of digits", async (t) => {
  const cases = [
    ["2", "4000", 1205, "it has 1205 digits,"],
    [
      "0.7",
      `-1${"0".repeat(40)}`,
      "18450980400142568307122162585926361934837",
      "it has 18450980400142568307122162585926361934837 digits,",
    ],
    [
      "1.5",
      "-1e50",
      "77815125038364363250876679797960833596831874565281",
      "it has 77815125038364363250876679797960833596831874565281 digits,",
    ],
    [
      "10",
      "1e59",
      `1${"0".repeat(58)}1`,
      `it has 1${"0".repeat(58)}1 digits,`,
    ],
    [
      "10",
      "1e60",
      `1${"0".repeat(59)}1`,
      "it has 10000000000000000000… digits (a number 61 digits long),",
    ],
  ] as const;
  for (const [base, exponent, digits, text] of cases) {
    await t.step(`${base} to the power ${exponent}`, () => {
      const { message, members } = rejected(base, exponent);
      assert.deepEqual(members, { predicted_digits: digits, max_digits: 1000 });
      assert.ok(message.includes(`${text} but at most 1000 are allowed`), message);
    });
  }
});

Deno.test("checkLimits() writes a count with thousands of digits in full as a member, not in the message", () => {
  const { message, members } = rejected("3", "-1e5000");
  const digits = String(members.predicted_digits);
  assert.match(digits, /^47712125471966243729[0-9]{4980}$/);
  assert.match(message, / it has 47712125471966243729… digits \(a number 5000 digits long\), /);
  assert.ok(message.length < 300);
});

Deno.test("checkLimits() answers for the longest exponents without Infinity", () => {
  const cases = [["-1e999999", 999_999], ["9".repeat(1_000_000), 1_000_001]];
  for (const [exponent, length] of cases) {
    const { message, members } = rejected("1.5", String(exponent));
    const digits = String(members.predicted_digits);
    assert.equal(digits.length, length);
    assert.match(digits, /^[0-9]+$/);
    assert.ok(message.length < 300);
  }
});

Deno.test("checkDigits() accepts exactly the limit", () => {
  const question = Question.parse(powOperation, { base: "10", exponent: "18" });
  checkDigits(question, 19, 19);
  assert.throws(() => checkDigits(question, 20, 19), ServiceError);
});

Deno.test("checkDigits() mentions the outline only if the operation has one", () => {
  const { outlined: _, ...withoutOutline } = powOperation;
  for (
    const [operation, end] of [[powOperation, /instead$/], [withoutOutline, /allowed$/]] as const
  ) {
    const question = Question.parse(operation, { base: "10", exponent: "18" });
    assert.throws(() => checkDigits(question, 20, 19), { message: end });
  }
});

Deno.test("checkLimits() rejects an outline by its predicted seconds on this machine", () => {
  const slow = (seconds: number): Operation => ({
    ...powOperation,
    outlined: (input, tools) => ({
      ...powOperation.outlined!(input, tools),
      predictSeconds: () => seconds,
    }),
  });
  const check = (seconds: number) =>
    checkLimits(
      Question.parse(slow(seconds), { base: "2", exponent: "1e9", outline: true }),
      { ...LIMITS, slowdownFactor: 2 },
    );
  check(0.5);
  assert.throws(() => check(1), { code: "too_costly", members: { predicted_seconds: 2 } });
  assert.throws(() => check(Infinity), { members: { predicted_seconds: "Infinity" } });
});

function rejected(base: string, exponent: string): ServiceError {
  const question = Question.parse(powOperation, { base, exponent });
  try {
    checkLimits(question, LIMITS);
  } catch (error) {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, "result_too_large");
    return error;
  }
  assert.fail("Accepted");
}
