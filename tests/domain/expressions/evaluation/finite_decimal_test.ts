import assert from "node:assert/strict";
import { resultOf } from "./evaluated.ts";

Deno.test("the decimal expansion of a fraction ends, or it has another prime in its denominator", () => {
  assert.equal(resultOf("1/2^60*10^18"), "0.867361737988403547205962240695953369140625");
  // The second denominator has the residue of 2^60 that the search for a power compares.
  const alike = 2n ** 60n + 2n * 67_108_859n;
  assert.equal(resultOf(`1/${alike}`), `1/${alike}`);
});
