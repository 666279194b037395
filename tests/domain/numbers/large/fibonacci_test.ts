import assert from "node:assert/strict";
import { largeFibonacci } from "../../../../domain/numbers/large/fibonacci.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { digitsFromLimbs } from "../../../../domain/numbers/limbs/text.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { smallFibonacci } from "../../../../domain/numbers/small/fibonacci.ts";

Deno.test("largeFibonacci() equals smallFibonacci() with any number of doublings", () => {
  const multiplier = Multiplier.for(NEVER_CANCELLED);
  for (const n of [2, 1_999, 2_000, 2_001, 3_999, 4_000, 4_001, 8_191, 12_345]) {
    assert.equal(
      digitsFromLimbs(largeFibonacci(n, multiplier)),
      String(smallFibonacci(n)),
      `F(${n})`,
    );
  }
});
