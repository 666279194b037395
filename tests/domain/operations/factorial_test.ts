import assert from "node:assert/strict";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { factorialOperation as factorial } from "../../../domain/operations/factorial.ts";

Deno.test("factorial computes the exact text of the result", async (t) => {
  const answers = [
    ["0", "1"],
    ["1", "1"],
    ["5", "120"],
    ["20", "2432902008176640000"],
    ["25", "15511210043330985984000000"],
  ] as const;
  for (const [n, text] of answers) {
    await t.step(n, () => {
      const input = factorial.input().parse({ n });
      assert.equal(factorial.compute(input, NEVER_CANCELLED), text);
      assert.equal(factorial.predictDigits!(input), text.length);
    });
  }
});

Deno.test("factorial accepts integers from 0 and rejects everything else", async (t) => {
  for (const n of ["0", "-0", "3", "3.0", "0.3e1", "003"]) {
    await t.step(n, () => assert.equal(factorial.input().safeParse({ n }).success, true));
  }
  const rejected = [
    ["-1", 'Cannot use "-1": the minimum is 0'],
    ["-0.5", 'Cannot use "-0.5": the minimum is 0'],
    ["0.5", 'Cannot use "0.5": an integer is required'],
    ["1e-7", 'Cannot use "1e-7": an integer is required'],
    ["three", 'Cannot read "three" as a number: write digits only, as in 1000 or 1.5e3'],
    [undefined, "A number is required"],
  ] as const;
  for (const [n, message] of rejected) {
    await t.step(String(n), () => {
      const { error } = factorial.input().safeParse({ n });
      assert.deepEqual(error?.issues.map((issue) => issue.message), [message]);
    });
  }
});

Deno.test("factorial has the same canonical input for equal questions", () => {
  for (const n of ["20", "020", "20.0", "2e1", "200E-1"]) {
    assert.deepEqual(factorial.canonical(factorial.input().parse({ n })), { n: "20" });
  }
});

Deno.test("factorial predicts more digits and seconds for larger questions", () => {
  const [small, large] = ["1000", "100000"].map((n) => factorial.input().parse({ n }));
  assert.ok(Number(factorial.predictDigits!(small!)) < Number(factorial.predictDigits!(large!)));
  assert.ok(factorial.predictSeconds(small!) < factorial.predictSeconds(large!));
});

Deno.test("factorial predicts the digits of a million-digit n without computing it", () => {
  const input = factorial.input().parse({ n: "9".repeat(1_000_000) });
  assert.equal(typeof factorial.predictDigits!(input), "bigint");
});

Deno.test("factorial describes its result in words", () => {
  assert.equal(factorial.describe({ n: "20" }), "the factorial of 20");
});

Deno.test("factorial stops at a checkpoint that throws", () => {
  const context = {
    checkpoint() {
      throw new Cancelled();
    },
  };
  assert.throws(
    () => factorial.compute(factorial.input().parse({ n: "5000" }), context),
    Cancelled,
  );
});
