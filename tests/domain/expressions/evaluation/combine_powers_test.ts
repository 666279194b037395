import assert from "node:assert/strict";
import { evaluated, resultOf } from "./evaluated.ts";

const VALUES: Readonly<Record<string, string>> = {
  "2^(10^18)/2^(10^18 - 3)": "8",
  "2^(10^18 - 3)/2^(10^18)": "0.125",
  "6^(10^9) - 2^(10^9)*3^(10^9)": "0",
  "2^(10^18)*2^-(10^18) + 1": "2",
  "-(6^(10^20))/6^(10^20)": "-1",
  "(2/3)^(10^15)*(3/4)^(10^15)*2^(10^15)": "1",
  "10^(10^12)/(2^(10^12)*5^(10^12 - 2))": "25",
  "(2^(10^12) + 2^(10^12 - 2))/2^(10^12 - 2)": "5",
  "10^10^10 = 2^10^10*5^10^10": "true",
  "9^(10^12) >= 3^(2*10^12)": "true",
  "9^(10^12) > 3^(2*10^12)": "false",
  "9^(10^12) < 3^(2*10^12 + 1)": "true",
  "9^(10^12) = 3^(2*10^12) + 0*7^(10^12)": "true",
  "(2^(10^12)//3)*0 = (2^(10^12) mod 3)*0": "true",
};

Deno.test("powers with common factors are combined instead of expanded", async (t) => {
  for (const [expression, result] of Object.entries(VALUES)) {
    await t.step(expression, () => assert.equal(resultOf(expression), result));
  }
});

const REFUSALS: Readonly<Record<string, string>> = {
  "1/(6^(10^9) - 2^(10^9)*3^(10^9))": "division_by_zero",
  "2^(10^9)/(3^50000 - 3^50000)": "result_too_large",
  "2^(10^12)*3^(10^12)": "result_too_large",
  "2^(10^12) - 3^(10^12)": "result_too_large",
  "(3^50000 - 3^50000)^2*7^(10^12) = 2^(10^12)*0": "result_too_large",
};

Deno.test("a combination that is still too long or has no value is refused", async (t) => {
  for (const [expression, code] of Object.entries(REFUSALS)) {
    await t.step(expression, () => {
      assert.throws(() => resultOf(expression), { name: "ServiceError", code });
    });
  }
});

/** Leading digits, digits before the point, trailing digits and trailing zeros. */
const OUTLINES: Readonly<Record<string, readonly (string | null)[]>> = {
  "2^(10^18) - 2^(10^18 - 1)": ["8179163675", "301029995663981195", "0893554688", "0"],
  "2^(10^10)*5^(10^10)": ["1000000000", "10000000001", "0000000000", "10000000000"],
  "7^(10^15)*3^(10^12)": ["3112787768", "845575161268977", "0000000001", "0"],
  "7^(10^15)/3^(10^12)": ["1473244814", "844620918759538", null, null],
  "3^(10^12)/10^5": ["4596606163", "477121254715", null, null],
  "6^(10^9) - 2^(10^9)*3^(10^9)": ["0", "1", "0", "0"],
};

Deno.test("outlines of combined powers need no logarithm of near numbers", async (t) => {
  const outline = { leading: 10, trailing: 10 };
  for (const [expression, expected] of Object.entries(OUTLINES)) {
    await t.step(expression, () => {
      const { leading, digits, trailing, trailing_zeros } = evaluated(expression, { outline })
        .details.outline as Record<string, string | null>;
      assert.deepEqual([leading, digits, trailing, trailing_zeros], expected);
    });
  }
});

Deno.test("a number that can be expanded is outlined by its text", () => {
  const outline = { leading: 5, trailing: 5 };
  const { details } = evaluated("7^20000//3", { outline });
  const exact = String(7n ** 20_000n / 3n);
  const { leading, trailing, digits } = details.outline as Record<string, string>;
  assert.deepEqual([leading, trailing, digits], [
    exact.slice(0, 5),
    exact.slice(-5),
    String(exact.length),
  ]);
});
