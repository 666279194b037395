import assert from "node:assert/strict";
import fc from "fast-check";
import {
  chineseRemainder,
  NoSolution,
} from "../../../../domain/numbers/integers/chinese_remainder.ts";
import { lcmOf } from "../../../../domain/numbers/integers/lcm.ts";
import { integers, positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("chineseRemainder() solves Sunzi's problem", () => {
  const solution = chineseRemainder([
    { residue: 2n, modulus: 3n },
    { residue: 3n, modulus: 5n },
    { residue: 2n, modulus: 7n },
  ]);
  assert.deepEqual(solution, { residue: 23n, modulus: 105n });
  assert.deepEqual(chineseRemainder([]), { residue: 0n, modulus: 1n });
});

Deno.test("chineseRemainder() finds the least solution, even for moduli with common factors", () => {
  const moduli = fc.array(positiveIntegers(400), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(integers(2_000), moduli, (x, moduli) => {
    const { residue, modulus } = chineseRemainder(
      moduli.map((modulus) => ({ residue: x % modulus, modulus })),
    );
    assert.equal(modulus, lcmOf(moduli));
    assert.ok(residue >= 0n && residue < modulus);
    assert.equal((x - residue) % modulus, 0n);
  }));
});

Deno.test("chineseRemainder() rejects congruences that contradict each other", () => {
  const small = fc.bigInt({ min: 1n, max: 30n });
  fc.assert(fc.property(small, small, small, small, (a, m, b, n) => {
    const solve = () =>
      chineseRemainder([{ residue: a, modulus: m }, { residue: b, modulus: n }]).residue;
    const solutions = Array.from({ length: Number(m * n) }, (_, x) => BigInt(x))
      .filter((x) => (x - a) % m === 0n && (x - b) % n === 0n);
    if (solutions.length === 0) assert.throws(solve, NoSolution);
    else assert.equal(solve(), solutions[0]);
  }));
});
