import assert from "node:assert/strict";
import { formulaParts, formulaText } from "../../../routes/pages/formula.ts";

/** The parts in one text, with exponents in braces. */
function shown(formula: string): string {
  return formulaParts(formula).map(({ text, isExponent }) => isExponent ? `{${text}}` : text)
    .join("");
}

Deno.test("a formula raises its exponents", () => {
  const cases = [
    ["20!", "20!"],
    ["2^10 + 1", "2{10} + 1"],
    ["2^(-3)", "2{−3}"],
    ["(1 + 2)^(3*(4 + 5))/2", "(1 + 2){3·(4 + 5)}/2"],
    ["9^9^9", "9{9^9}"],
    ["2^n!", "2{n!}"],
    ["x^F(10) mod 7", "x{F(10)} mod 7"],
    ["2^(1", "2{(1}"],
    ["2^", "2{}"],
    ["a <= b != c", "a ≤ b ≠ c"],
    ["", ""],
  ] as const;
  for (const [formula, expected] of cases) assert.equal(shown(formula), expected, formula);
});

Deno.test("long numbers are grouped, and very long ones abbreviated", () => {
  assert.equal(shown("1200001!"), "1\u202f200\u202f001!");
  assert.equal(shown("1000! + 1.23456"), "1000! + 1.23456");
  assert.equal(shown(`${"7".repeat(50)}!`), `${"7".repeat(12)}…${"7".repeat(12)}!`);
  assert.equal(formulaText(`1${" + 1".repeat(100)}`).length, 161);
});

Deno.test("a formula in one line", () => {
  assert.equal(formulaText("(-2)^(10)*3"), "(−2)^10·3");
});
