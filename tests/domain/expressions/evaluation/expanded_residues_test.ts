import assert from "node:assert/strict";
import { modPower } from "../../../../domain/numbers/integers/mod.ts";
import { resultOf } from "./evaluated.ts";

const RESIDUES: Readonly<Record<string, string>> = {
  "9^9^9^9 mod 1": "0",
  "(1/3) mod -7": "-2",
  "7 mod 3^50000": "7",
  "9^9^9*5 mod 7": String(5n * modPower(9n, 9n ** 9n, 7n) % 7n),
  "5*9^9^9 mod 7": String(5n * modPower(9n, 9n ** 9n, 7n) % 7n),
  "2^(10^10)/(-2) mod 7": String(7n - modPower(2n, 10n ** 10n - 1n, 7n)),
  "(3^50000 - 3^50000 + 5)! mod 7": "1",
  "abs(3^50000 - 3^50000 - 5) mod 7": "5",
  "max(3^50000, 5) mod 7": String(3n ** 50_000n % 7n),
  "(3^50000 mod 2^50000) mod 7": String(3n ** 50_000n % 2n ** 50_000n % 7n),
  "(3^50000//(-2)) mod 7": String((-(3n ** 50_000n + 1n) / 2n % 7n + 7n) % 7n),
  "2^(3^50000 - 3^50000 + 5) mod 97": "32",
  [`3^200000${"/3^20000".repeat(8)} mod 7`]: String(3n ** 40_000n % 7n),
};

Deno.test("a residue that no rule finds is that of the value", async (t) => {
  for (const [expression, residue] of Object.entries(RESIDUES)) {
    await t.step(expression, () => assert.equal(resultOf(expression), residue));
  }
});

Deno.test("a residue without a rule of a number that is too long is refused", () => {
  assert.throws(() => resultOf("(9^9^9)!! mod 7"), { code: "result_too_large" });
  assert.throws(() => resultOf("9^9^9 mod 2.5"), { code: "result_too_large" });
});
