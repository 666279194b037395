import assert from "node:assert/strict";
import { type ScaledDigits, writeDecimalText } from "../../../domain/numbers/decimal_text.ts";
import { limbsFromDigits } from "../../../domain/numbers/limbs/text.ts";
import { Meter } from "../../../domain/numbers/meter.ts";
import { NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { textOf } from "../../../testing/exact_value.ts";

const CASES = [
  [{ digits: "12", shift: 0 }, "12"],
  [{ digits: "12", shift: 3 }, "12000"],
  [{ digits: "12", shift: -1 }, "1.2"],
  [{ digits: "12", shift: -2 }, "0.12"],
  [{ digits: "12", shift: -4 }, "0.0012"],
  [{ digits: "123456789", shift: -5 }, "1234.56789"],
] as const;

Deno.test("writeDecimalText() writes the same text for digits and limbs", async (t) => {
  for (const [{ digits, shift }, text] of CASES) {
    await t.step(text, () => {
      assert.equal(write("-", { digits, shift }), `-${text}`);
      const bytes = write("-", { digits: limbsFromDigits(digits), shift });
      assert.ok(bytes instanceof Uint8Array);
      assert.equal(textOf(bytes), `-${text}`);
    });
  }
});

Deno.test("writeDecimalText() puts a bar between numerator and denominator", () => {
  const [above, below] = [{ digits: "7", shift: 2 }, { digits: "9", shift: 0 }];
  assert.equal(write("", above, below), "700/9");
  const limbs = { digits: limbsFromDigits("9"), shift: 0 };
  assert.equal(textOf(write("", above, limbs)), "700/9");
  assert.equal(textOf(write("-", limbs, above)), "-9/700");
});

Deno.test("writeDecimalText() writes texts of more than 4,000 characters as bytes", () => {
  for (const shift of [5_000, -5_000]) {
    const bytes = write("", { digits: "7", shift });
    assert.ok(bytes instanceof Uint8Array);
    assert.equal(textOf(bytes), shift > 0 ? "7" + "0".repeat(5_000) : `0.${"0".repeat(4_999)}7`);
  }
});

function write(sign: "" | "-", ...parts: ScaledDigits[]) {
  return writeDecimalText(sign, parts, new Meter(NEVER_CANCELLED));
}
