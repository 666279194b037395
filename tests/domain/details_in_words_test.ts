import assert from "node:assert/strict";
import { detailsInWords } from "../../domain/details_in_words.ts";
import { evaluated } from "./expressions/evaluation/evaluated.ts";

/** The decimal expansion of an expression in words. */
function decimalOf(expression: string): string | undefined {
  const { details } = evaluated(expression);
  return detailsInWords(details!, new Set(["kind"])).find(({ label }) => label === "Decimal")
    ?.value;
}

Deno.test("a decimal expansion has its period in brackets, if it has ended by then", () => {
  assert.equal(decimalOf("7/12"), "0.58(3) repeating");
  assert.equal(decimalOf("-8/7"), "-1.(142857) repeating");
  assert.equal(decimalOf("10/3"), "3.(3) repeating");
});

Deno.test("a later period is described by its place and length", () => {
  const third = `0.${"0".repeat(50)}…`;
  assert.equal(decimalOf("1/(3*10^994)"), `${third} (period of 1 digit from place 995)`);
  assert.match(decimalOf("1/97")!, /^0\.0103[0-9]+… \(period of 96 digits from place 1\)$/);
});

Deno.test("an expansion whose period is too long to be found ends with dots", () => {
  assert.match(decimalOf("1/(10^40 + 13)")!, /^0\.[0-9]{50}…$/);
});

Deno.test("other members are written with their names, and those that are null or hidden are left out", () => {
  const details = {
    is_proven: true,
    complete: false,
    certainty: "proven",
    nothing: null,
    hidden: 1,
    range: { from: 1, to: null, inner: { a_b: 2 } },
  };
  assert.deepEqual(detailsInWords(details, new Set(["hidden"])), [
    { label: "Is proven", value: "yes" },
    { label: "Complete", value: "no" },
    { label: "Certainty", value: "proven" },
    { label: "Range", value: "from 1, inner (a b 2)" },
  ]);
});

Deno.test("the certainty and the method of a primality test are said in words", () => {
  assert.deepEqual(detailsInWords({ certainty: "probable", method: "bpsw" }, new Set()), [
    { label: "Certainty", value: "probable: no composite number is known to pass this test" },
    { label: "Method", value: "Baillie–PSW" },
  ]);
});
