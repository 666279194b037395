import assert from "node:assert/strict";
import { evaluated, resultOf } from "./evaluated.ts";

const COMPARISONS: Readonly<Record<string, boolean>> = {
  "20000!/10000! == 2": false,
  "20000!/10000! > 2": true,
  "30000!/10000! == permutations(30000, 20000)": true,
  "30000!/10000! == permutations(30000, 10000)": false,
  "permutations(20000, 10000) + 1 == 20000!/10000!": false,
  "20000!/10000!*10000! == 20000!": true,
};

Deno.test("a quotient of long factorials is compared as the product that it is", async (t) => {
  for (const [expression, isTrue] of Object.entries(COMPARISONS)) {
    await t.step(expression, () => assert.equal(resultOf(expression), String(isTrue)));
  }
});

Deno.test("digits and outlines of quotients of long factorials are those of the product", () => {
  assert.equal(
    resultOf("digits(20000!/10000!*3)"),
    resultOf("digits(3*permutations(20000, 10000))"),
  );
  const outline = { leading: 10, trailing: 10 };
  assert.deepEqual(
    evaluated("20000!/10000! + 1", { outline }).details,
    evaluated("permutations(20000, 10000) + 1", { outline }).details,
  );
});

Deno.test("a quotient of factorials that is too long is refused", () => {
  assert.throws(() => resultOf("100000000!/50000000! + 1"), { code: "result_too_large" });
});
