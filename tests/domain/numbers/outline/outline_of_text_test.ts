import assert from "node:assert/strict";
import fc from "fast-check";
import type { Outline } from "../../../../domain/numbers/outline/outline.ts";
import { outlineOfText } from "../../../../domain/numbers/outline/outline_of_text.ts";
import { runs } from "../../../../testing/runs.ts";

const TWENTY = { leading: 20, trailing: 20 };
const NONE = { trailing: null, trailingZeros: null, lastNonzero: null } as const;

Deno.test("outlineOfText() outlines integers, decimals and fractions", async (t) => {
  const rows: readonly (readonly [string, Partial<Outline>])[] = [
    ["0", { sign: 0, exponent10: 0n, digits: 1n, leading: "0", trailing: "0", trailingZeros: 0n }],
    ["7", { sign: 1, exponent10: 0n, digits: 1n, leading: "7", trailing: "7", lastNonzero: "7" }],
    ["-1200", {
      sign: -1,
      exponent10: 3n,
      digits: 4n,
      leading: "1200",
      trailing: "1200",
      trailingZeros: 2n,
      lastNonzero: "12",
    }],
    ["0.00125", { sign: 1, exponent10: -3n, digits: 0n, leading: "125", ...NONE }],
    ["-12.5", { sign: -1, exponent10: 1n, digits: 2n, leading: "125", ...NONE }],
    ["100.25", { exponent10: 2n, digits: 3n, leading: "10025", ...NONE }],
    ["1/3", { exponent10: -1n, digits: 0n, leading: "3".repeat(20), ...NONE }],
    ["-22/7", { sign: -1, exponent10: 0n, digits: 1n, leading: "31428571428571428571", ...NONE }],
    ["1000/999", { exponent10: 0n, digits: 1n, leading: "10010010010010010010", ...NONE }],
    ["999/1000", { exponent10: -1n, digits: 0n, leading: "999", ...NONE }],
    [`${"9".repeat(500)}/1${"0".repeat(499)}7`, {
      exponent10: -1n,
      leading: "9".repeat(20),
      ...NONE,
    }],
  ];
  for (const [text, expected] of rows) {
    await t.step(text.slice(0, 30), () => {
      for (const input of [text, new TextEncoder().encode(text)]) {
        const outline = outlineOfText(input, TWENTY);
        assert.deepEqual({ ...outline, ...expected }, outline);
      }
    });
  }
});

Deno.test("outlineOfText() returns no more digits than requested", () => {
  const outline = outlineOfText(`123456789${"0".repeat(9)}`, { leading: 3, trailing: 4 });
  assert.equal(outline.leading, "123");
  assert.equal(outline.trailing, "0000");
  assert.equal(outline.lastNonzero, "6789");
  assert.equal(outline.trailingZeros, 9n);
  const none = outlineOfText("1230", { leading: 1, trailing: 0 });
  assert.equal(none.trailing, "");
  assert.equal(none.lastNonzero, "");
  assert.equal(none.trailingZeros, 1n);
});

Deno.test("the digits of a fraction equal those of a long division", () => {
  const sizes = fc.integer({ min: 1, max: 600 });
  fc.assert(
    fc.property(
      sizes.chain((d) => fc.bigInt({ min: 1n, max: 10n ** BigInt(d) })),
      sizes.chain((d) => fc.bigInt({ min: 2n, max: 10n ** BigInt(d) })),
      fc.integer({ min: 1, max: 50 }),
      (p, q, leading) => {
        const outline = outlineOfText(`${p}/${q}`, { leading, trailing: 0 });
        const digits = String(p * 10n ** 700n / q);
        assert.equal(outline.exponent10, BigInt(digits.length - 1 - 700));
        const expected = digits.slice(0, leading).padEnd(leading, "0");
        assert.equal(outline.leading.padEnd(leading, "0"), expected);
      },
    ),
    { numRuns: runs(500) },
  );
});
