import assert from "node:assert/strict";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { fibonacciOperation as fibonacci } from "../../../domain/operations/fibonacci.ts";

Deno.test("fibonacci computes the exact text of the result", async (t) => {
  const answers = [
    ["0", "0"],
    ["1", "1"],
    ["2", "1"],
    ["20", "6765"],
    ["100", "354224848179261915075"],
  ] as const;
  for (const [n, text] of answers) {
    await t.step(n, () => {
      const input = fibonacci.input().parse({ n });
      assert.equal(fibonacci.compute(input, NEVER_CANCELLED), text);
      assert.equal(fibonacci.predictDigits!(input), text.length);
    });
  }
});

Deno.test("fibonacci accepts integers and rejects everything else", async (t) => {
  for (const n of ["0", "-0", "-3", "3", "3.0", "0.3e1", "003"]) {
    await t.step(n, () => assert.equal(fibonacci.input().safeParse({ n }).success, true));
  }
  const rejected = [
    ["-0.5", 'Cannot use "-0.5": an integer is required'],
    ["0.5", 'Cannot use "0.5": an integer is required'],
    ["1e-7", 'Cannot use "1e-7": an integer is required'],
    ["three", 'Cannot read "three" as a number: write digits only, as in 1000 or 1.5e3'],
    [undefined, "A number is required"],
  ] as const;
  for (const [n, message] of rejected) {
    await t.step(String(n), () => {
      const { error } = fibonacci.input().safeParse({ n });
      assert.deepEqual(error?.issues.map((issue) => issue.message), [message]);
    });
  }
});

Deno.test("fibonacci has the same canonical input for equal questions", () => {
  for (const n of ["20", "020", "20.0", "2e1", "200E-1"]) {
    assert.deepEqual(fibonacci.canonical(fibonacci.input().parse({ n })), { n: "20" });
  }
});

Deno.test("fibonacci predicts more digits and seconds for larger questions", () => {
  const [small, large] = ["1000", "100000"].map((n) => fibonacci.input().parse({ n }));
  assert.ok(Number(fibonacci.predictDigits!(small!)) < Number(fibonacci.predictDigits!(large!)));
  assert.ok(fibonacci.predictSeconds(small!) < fibonacci.predictSeconds(large!));
});

Deno.test("fibonacci predicts the digits of a million-digit n without computing it", () => {
  const input = fibonacci.input().parse({ n: "9".repeat(1_000_000) });
  assert.equal(typeof fibonacci.predictDigits!(input), "bigint");
});

Deno.test("fibonacci describes its result in words", () => {
  assert.equal(fibonacci.describe({ n: "20" }), "the Fibonacci number 20");
});

Deno.test("fibonacci stops at a checkpoint that throws", () => {
  const context = {
    checkpoint() {
      throw new Cancelled();
    },
  };
  assert.throws(
    () => fibonacci.compute(fibonacci.input().parse({ n: "50000" }), context),
    Cancelled,
  );
});
