import assert from "node:assert/strict";
import { decimalText } from "../../../domain/numbers/mod.ts";
import { ServiceError } from "../../../domain/errors.ts";
import { gcdOperation } from "../../../domain/operations/gcd.ts";
import { rejectLongIntegers } from "../../../domain/operations/inputs.ts";
import { findOperation, MAX_INPUT_DIGITS } from "../../../domain/operations/mod.ts";
import { parseInput } from "../../../domain/parse_input.ts";

/** Digits of other scripts, escaped because they look similar to ASCII digits. */
const ARABIC_SEVEN = "\u0667";
const FULLWIDTH_SEVEN = "\uff17";

const tooLong = (digits: string) =>
  `The number has ${digits} digits, but at most ${MAX_INPUT_DIGITS} are allowed`;
const unreadable = (text: string) =>
  `Cannot read ${JSON.stringify(text)} as a number: write digits only, as in 1000 or 1.5e3`;

Deno.test("a field parses every notation of a number exactly", async (t) => {
  const answers: [raw: string, canonical: string][] = [
    ["20", "20"],
    ["007", "7"],
    ["1.0", "1"],
    ["2e1", "20"],
    ["-0", "0"],
    ["1.50", "1.5"],
    ["1e400", `1${"0".repeat(400)}`],
    ["-25e-3", "-0.025"],
    ["9007199254740993", "9007199254740993"],
    ["0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"],
    ["0e999999999", "0"],
    ["1234567890".repeat(10_000), "1234567890".repeat(10_000)],
  ];
  for (const [raw, canonical] of answers) {
    await t.step(raw.slice(0, 40), () => assert.equal(canonicalBase(raw), canonical));
  }
});

Deno.test("a list may be written with commas, blanks and brackets", () => {
  for (const numbers of ["12, 18", "12 18", "[12,18]", " [12, 18]\n", ["12", "18"]]) {
    const input = parseInput(gcdOperation.input(), { numbers });
    assert.deepEqual(gcdOperation.canonical(input), { numbers: ["12", "18"] });
  }
  assert.throws(() => parseInput(gcdOperation.input(), { numbers: "[12, 18" }), ServiceError);
});

Deno.test("a field rejects anything else with a specific message", async (t) => {
  const answers: [raw: unknown, message: string][] = [
    [undefined, "A number is required"],
    ["", "A number is required"],
    [null, "A number is required, not null"],
    [true, "A number is required, not true"],
    [false, "A number is required, not false"],
    [[], "A number is required, not an array"],
    [["7"], "A number is required, not an array"],
    [{}, "A number is required, not an object"],
    [7.5, "A number is required, not 7.5"],
    [2 ** 53, "A number is required, not 9007199254740992"],
    [NaN, "A number is required, not NaN"],
    [" 7 ", unreadable(" 7 ")],
    ["NaN", unreadable("NaN")],
    ["Infinity", unreadable("Infinity")],
    ["1_000", unreadable("1_000")],
    ["1,000", unreadable("1,000")],
    ["0x10", unreadable("0x10")],
    ["+5", unreadable("+5")],
    [".5", unreadable(".5")],
    ["1/x", unreadable("1/x")],
    ["7\n", 'Cannot read "7\\n" as a number: write digits only, as in 1000 or 1.5e3'],
    [ARABIC_SEVEN, unreadable(ARABIC_SEVEN)],
    [FULLWIDTH_SEVEN, unreadable(FULLWIDTH_SEVEN)],
    ["1e999999999", tooLong("1000000000")],
    ["-1e-1000000", tooLong("1000001")],
    [`1e${"9".repeat(400)}`, tooLong("more than 9007199254740991")],
    ["7".repeat(MAX_INPUT_DIGITS + 1), tooLong("1000001")],
  ];
  for (const [raw, message] of answers) {
    await t.step(String(JSON.stringify(raw)).slice(0, 40), () => {
      assert.deepEqual(problems({ base: raw, exponent: "2" }), [["base", message]]);
    });
  }
});

Deno.test("an error message quotes at most 40 characters of the input", () => {
  assert.deepEqual(problems({ base: "x".repeat(40), exponent: "1" }), [
    ["base", unreadable("x".repeat(40))],
  ]);
  assert.deepEqual(problems({ base: "x".repeat(41), exponent: "1" }), [
    ["base", unreadable(`${"x".repeat(40)}…`)],
  ]);
});

Deno.test("an input may have a million digits in any notation", () => {
  for (
    const raw of ["7".repeat(MAX_INPUT_DIGITS), "1e999999", "1e-999999", "0".repeat(2_000_000)]
  ) {
    assert.deepEqual(problems({ base: raw, exponent: "1" }), []);
  }
});

Deno.test("1e999999999 is rejected even with exponent 0", () => {
  assert.deepEqual(problems({ base: "1e999999999", exponent: "0" }), [
    ["base", tooLong("1000000000")],
  ]);
});

Deno.test("every invalid field has its own message", () => {
  const required = "A number is required";
  assert.deepEqual(problems({}), [["base", required], ["exponent", required]]);
  assert.deepEqual(problems({ base: "x", exponent: "0.5" }), [
    ["base", unreadable("x")],
    ["exponent", 'Cannot use "0.5": an integer is required'],
  ]);
});

Deno.test("a field accepts JSON numbers that are safe integers", () => {
  for (const base of [0, -0, 7, -7, Number.MAX_SAFE_INTEGER]) {
    assert.equal(canonicalBase(base), String(base));
  }
});

Deno.test("an integer field accepts every number whose value is an integer", () => {
  for (const exponent of ["3", "-3", "3.0", "0.3e1", "30e-1", "-0"]) {
    assert.deepEqual(problems({ base: "2", exponent }), []);
  }
  for (const exponent of ["0.5", "-1.5", "1e-9"]) {
    assert.deepEqual(problems({ base: "2", exponent }), [
      ["exponent", `Cannot use "${exponent}": an integer is required`],
    ]);
  }
});

function canonicalBase(raw: string | number): string {
  const input = findOperation("pow")!.input().parse({ base: raw, exponent: "1" });
  return decimalText(input.base);
}

function problems(raw: Record<string, unknown>): [field: string, message: string][] {
  const { error } = findOperation("pow")!.input().safeParse(raw);
  return (error?.issues ?? []).map(({ path, message }) => [path.join("."), message]);
}

Deno.test("integers with more than 100,000 digits together are too long for BigInt", () => {
  const { numbers } = parseInput(gcdOperation.input(), { numbers: ["1e60000", "1e60000"] });
  assert.throws(() => rejectLongIntegers(numbers), { code: "too_costly" });
  assert.doesNotThrow(() => rejectLongIntegers(numbers.slice(1)));
});
