import assert from "node:assert/strict";
import fc from "fast-check";
import { valueOf } from "../../../../testing/exact_value.ts";
import { multinomial } from "../../../../domain/numbers/multinomial.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { binomialValue } from "../../../../domain/numbers/outline/binomial.ts";
import {
  largeMultinomialValue,
  multinomialValue,
} from "../../../../domain/numbers/outline/multinomial.ts";
import { exactDigits, outlineOf } from "../../../../domain/numbers/outline/outline_of.ts";
import { runs } from "../../../../testing/runs.ts";
import { tools } from "./tools.ts";

const request = { leading: 50, trailing: 50 };

Deno.test("the outline of a multinomial coefficient by logarithm is that of the exact one", () => {
  const parts = fc.array(fc.bigInt({ min: 100n, max: 200n }), { minLength: 4, maxLength: 8 });
  fc.assert(
    fc.property(parts, (parts) => {
      const exact = multinomialValue(parts, tools);
      const large = largeMultinomialValue(parts, tools);
      assert.deepEqual(outlineOf(large, request, tools), outlineOf(exact, request, tools));
      assert.equal(exact.kind, "exact");
    }),
    { numRuns: runs(40) },
  );
});

Deno.test("the outline of two parts is that of the binomial coefficient", () => {
  for (const [n, k] of [[10n ** 12n, 5n * 10n ** 11n], [10n ** 18n, 10n ** 9n]] as const) {
    const value = multinomialValue([k, n - k], tools);
    const expected = outlineOf(binomialValue(n, k, tools), request, tools);
    assert.deepEqual(outlineOf(value, request, tools), expected);
  }
});

Deno.test("the outline of a multinomial coefficient with few factors is exact", () => {
  for (const parts of [[], [5n], [10n ** 400n, 1n, 1n], [10n ** 30n, 20n, 20n]]) {
    const value = multinomialValue(parts, tools);
    const text = String(valueOf(multinomial(parts, NEVER_CANCELLED)));
    assert.equal(value.kind, "exact");
    assert.equal(exactDigits(value, tools), BigInt(text.length));
  }
});

Deno.test("the predicted time of an outline grows with the number of parts", () => {
  const seconds = [3, 30, 90].map((count) =>
    multinomialValue(Array(count).fill(10n ** 9n), tools).predictSeconds(request)
  );
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
});
