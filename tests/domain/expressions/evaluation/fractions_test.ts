import assert from "node:assert/strict";
import { parseDecimal } from "../../../../domain/numbers/mod.ts";
import { evaluated, resultOf } from "./evaluated.ts";

/** Expressions with terms of more than a thousand digits, and what they equal. */
const EQUAL: Readonly<Record<string, string>> = {
  "1/3^5000 - 1/3^5000": "0",
  "-6/3^5000": "-2/3^4999",
  "6/3^5000": "2/3^4999",
  "3^5000/7^3000 * (7^3001/3^4999)": "21",
  "2^5000/3^5000 * (3/2)^5000": "1",
  "1/-3^5000 + 1/3^5000": "0",
  "5/-3": "-5/3",
  "(7/2)//(3/5)": "5",
  "7//(3/5)": "11",
  "(-7/2)//(3/5)": "-6",
};

Deno.test("fractions are in lowest terms, whatever their length and sign", async (t) => {
  for (const [expression, equal] of Object.entries(EQUAL)) {
    await t.step(expression, () => assert.equal(resultOf(expression), resultOf(equal)));
  }
});

Deno.test("a long fraction is written with both of its terms", () => {
  const [above, below] = [7n ** 3_000n, 3n ** 5_000n];
  assert.equal(resultOf("7^3000/3^5000"), `${above}/${below}`);
  assert.equal(resultOf("-1/3^5000"), `-1/${below}`);
  assert.equal(resultOf("[7^3000, 1/3^5000]"), `["${above}","1/${below}"]`);
});

Deno.test("a decimal expansion ends if the denominator has no other primes than 2 and 5", () => {
  assert.equal(resultOf("1/2^5000"), `0.${String(5n ** 5_000n).padStart(5_000, "0")}`);
  assert.equal(resultOf("-3/2"), "-1.5");
  assert.equal(evaluated("1/34").details.kind, "fraction");
  assert.equal(evaluated("1/(5^72000*17)").details.kind, "fraction");
  const { text, details } = evaluated("1/5^72000");
  assert.equal(details.kind, "decimal");
  assert.equal(text.length, 72_002);
});

Deno.test("the expansion of a fraction of long terms ends or does not", () => {
  const ends = ["3/2^7000", "2^5000/5^2000", "7^999/10^3000", "1/(2^4000*5^30)", "1/(2^30*5^4000)"];
  for (const expression of ends) {
    assert.equal(evaluated(expression).details.kind, "decimal", expression);
    assert.equal(resultOf(`${resultOf(expression)} = ${expression}`), "true", expression);
  }
  for (const expression of ["3/(2^7000*17)", "1/(10^2000*(10^30 + 7))"]) {
    assert.equal(evaluated(expression).details.kind, "fraction", expression);
  }
});

Deno.test("a decimal expansion longer than allowed is refused, though both terms are short", () => {
  assert.throws(() => resultOf("1 + 1/2^200", { maxDigits: 100 }), {
    code: "result_too_large",
    members: { predicted_digits: 201, max_digits: 100 },
  });
});

/** The period of the decimal expansion, or null. */
function periodOf(expression: string): unknown {
  return (evaluated(expression).details.decimal as { period: unknown }).period;
}

Deno.test("a fraction shows its period if it has at most 1,000 digits", () => {
  const nines = { start: 0, length: 20, text: "1".padStart(20, "0") };
  assert.deepEqual(periodOf("1/(10^20 - 1)"), nines);
  assert.equal(periodOf("1/3^2200"), null);
  assert.equal(periodOf("1/3^5000"), null);
  assert.equal(periodOf("1/(10^30 + 57)"), null);
});

Deno.test("a fraction with more than 1,000 digits before the point has no decimal digits", () => {
  assert.equal(evaluated("10^2000/3").details.decimal, null);
});

Deno.test("a number with a long negative exponent is as exact as a short one", () => {
  const tiny = "0." + "1".padStart(20_000, "0");
  assert.equal(resultOf("1e-20000"), tiny);
  assert.equal(resultOf("5e-20000 * 2e19999"), "1");
  assert.equal(resultOf("1e-20000 mod 7"), resultOf("10^-20000 mod 7"));
  const variables = { x: parseDecimal("-3e-20000"), y: parseDecimal("-3e20000") };
  assert.equal(resultOf("x mod 7", { variables }), resultOf("-(3*10^-20000) mod 7"));
  assert.equal(resultOf("y mod 7", { variables }), resultOf("-(3*10^20000) mod 7"));
  assert.equal(resultOf("y mod 3", { variables }), "0");
  assert.equal(resultOf("x * 10^20000", { variables }), "-3");
  assert.equal(resultOf("x < 0 and y < x", { variables }), "true");
  assert.equal(resultOf("digits(y)", { variables }), "20001");
});
