import assert from "node:assert/strict";
import { evaluated } from "./evaluated.ts";

const outline = { leading: 10, trailing: 10 };

/** Leading digits, digits before the point, trailing digits and trailing zeros. */
const OUTLINES: Readonly<Record<string, readonly (string | null)[]>> = {
  "2^136279841 - 1": ["8816943275", "41024320", "9486871551", "0"],
  "-(2^136279841)": ["8816943275", "41024320", "9486871552", "0"],
  "(10^9)!*5": ["4952313289", "8565705524", "0000000000", "249999999"],
  "3*10^(10^12)": ["3000000000", "1000000000001", "0000000000", "1000000000000"],
  "1/9^9^9": ["2335767660", "0", null, null],
  "2^10": ["1024", "4", "1024", "0"],
  "1/3": ["3333333333", "0", null, null],
  "7^(10^10)*10^5 + 10^3": ["1388571691", "8450980406", "0000101000", "3"],
};

Deno.test("an outline needs neither the value nor its operands", async (t) => {
  for (const [expression, expected] of Object.entries(OUTLINES)) {
    await t.step(expression, () => {
      const { details } = evaluated(expression, { outline });
      const { leading, digits, trailing, trailing_zeros } = details.outline as Record<
        string,
        string | null
      >;
      assert.deepEqual([leading, digits, trailing, trailing_zeros], expected);
    });
  }
});

Deno.test("the outline of a computed number is that of its text", () => {
  const exact = evaluated("fib(60000)/1").text as Uint8Array;
  const text = new TextDecoder().decode(exact);
  const { outline: found } = evaluated("fib(60000)", { outline }).details as {
    outline: Record<string, string>;
  };
  assert.equal(found.leading, text.slice(0, 10));
  assert.equal(found.trailing, text.slice(-10));
  assert.equal(found.digits, String(text.length));
});

Deno.test("a number that has to be expanded and is too long has no outline", () => {
  for (const expression of ["gcd(9^9^9, 6)", "9^9^9//7"]) {
    assert.throws(() => evaluated(expression, { outline }), { code: "too_costly" });
  }
});
