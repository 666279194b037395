import assert from "node:assert/strict";
import { ServiceError } from "../../../domain/errors.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { powOperation as pow } from "../../../domain/operations/pow.ts";

Deno.test("pow computes the exact text of the result", async (t) => {
  const answers = [
    ["2", "10", "1024"],
    ["2", "-3", "0.125"],
    ["1.5", "2", "2.25"],
    ["-3", "-3", "-1/27"],
    ["0", "0", "1"],
    ["0", "5", "0"],
    ["-1", "1e999999", "1"],
    ["2", "100", "1267650600228229401496703205376"],
  ] as const;
  for (const [base, exponent, text] of answers) {
    await t.step(`${base} to the power ${exponent}`, () => {
      const input = pow.input().parse({ base, exponent });
      assert.equal(pow.compute(input, NEVER_CANCELLED), text);
      assert.equal(pow.predictDigits!(input), text.replace(/[^0-9]/g, "").length);
    });
  }
});

Deno.test("pow.check() rejects zero to a negative power", () => {
  for (const base of ["0", "-0", "0.0", "0e5"]) {
    assert.throws(
      () => pow.check!(pow.input().parse({ base, exponent: "-1" })),
      (error) => {
        assert.ok(error instanceof ServiceError);
        assert.equal(error.code, "division_by_zero");
        assert.equal(error.message, "Cannot raise 0 to a negative power");
        return true;
      },
    );
  }
});

Deno.test("pow.check() accepts zero to other powers and other bases to negative powers", () => {
  for (const [base, exponent] of [["0", "0"], ["0", "-0"], ["0", "7"], ["1e-9", "-1"]]) {
    assert.doesNotThrow(() => pow.check!(pow.input().parse({ base, exponent })));
  }
});

Deno.test("pow has the same canonical input for equal questions", () => {
  for (const [base, exponent] of [["1.50", "-2"], ["15e-1", "-2.0"], ["01.5", "-0.2e1"]]) {
    const input = pow.input().parse({ base, exponent });
    assert.deepEqual(pow.canonical(input), { base: "1.5", exponent: "-2" });
  }
});

Deno.test("pow predicts more digits and seconds for larger questions", () => {
  const [small, large] = ["1000", "100000"].map((exponent) =>
    pow.input().parse({ base: "3", exponent })
  );
  assert.ok(Number(pow.predictDigits!(small!)) < Number(pow.predictDigits!(large!)));
  assert.ok(pow.predictSeconds(small!) < pow.predictSeconds(large!));
});

Deno.test("pow predicts the digits of the largest inputs without computing them", () => {
  const nines = "9".repeat(1_000_000);
  for (const [base, exponent] of [[nines, nines], [nines, `-${nines}`], ["1e-999999", nines]]) {
    const digits = pow.predictDigits!(pow.input().parse({ base, exponent }));
    assert.equal(typeof digits, "bigint");
  }
});

Deno.test("pow describes its result in words", () => {
  assert.equal(pow.describe({ base: "1.5", exponent: "-2" }), "1.5 to the power -2");
});

Deno.test("pow stops at a checkpoint that throws", () => {
  const context = {
    checkpoint() {
      throw new Cancelled();
    },
  };
  for (const exponent of ["9999", "-9999"]) {
    assert.throws(
      () => pow.compute(pow.input().parse({ base: "1.5", exponent }), context),
      Cancelled,
    );
  }
});
