import assert from "node:assert/strict";
import fc from "fast-check";
import { gcd } from "../../../../domain/numbers/integers/gcd.ts";
import { compareLimbs, signOf } from "../../../../domain/numbers/limbs/addition.ts";
import { gcdCost, gcdOfLimbs } from "../../../../domain/numbers/limbs/gcd.ts";
import { checkDeterminant, halfGcd } from "../../../../domain/numbers/limbs/half_gcd.ts";
import type { Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { quotientAndRemainder } from "../../../../domain/numbers/limbs/quotient.ts";
import { DamagedProduct } from "../../../../domain/numbers/limbs/residues.ts";
import { image, sorted } from "../../../../domain/numbers/limbs/unimodular.ts";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";
import { Cancelled, fibonacci, NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { limbsFromDigits } from "../../../../domain/numbers/limbs/text.ts";
import { runs } from "../../../../testing/runs.ts";
import { RecordingContext } from "../recording_context.ts";
import { bigintOf, SHAPES } from "./arbitrary_limbs.ts";
import { arbitraryPositiveLimbs, positiveLimbs } from "./positive_limbs.ts";
import { spentBy } from "./spent_multiplier.ts";

const multiplier = Multiplier.for({ ...NEVER_CANCELLED, workspace: new Workspace() });

Deno.test("greatest common divisors equal Lehmer's with BigInt", () => {
  const factors = fc.tuple(
    arbitraryPositiveLimbs(6_000),
    arbitraryPositiveLimbs(6_000),
    arbitraryPositiveLimbs(6_000),
  );
  const property = fc.property(factors, ([x, y, common]) => {
    const [a, b] = [multiplier.product(x, common), multiplier.product(y, common)];
    const divisor = bigintOf(gcdOfLimbs(a, b, multiplier));
    assert.ok(divisor === gcd(bigintOf(a), bigintOf(b)), `${a.length} and ${b.length} limbs`);
  });
  fc.assert(property, { numRuns: runs(40) });
});

Deno.test("divisors of numbers of any shape and proportion are found", () => {
  const common = positiveLimbs(100, "even", 3);
  for (const shape of SHAPES) {
    for (
      const [x, y] of [[4_000, 4_000], [4_000, 3_000], [4_000, 2_950], [9_000, 2_600], [
        3_500,
        3_499,
      ]]
    ) {
      const a = multiplier.product(positiveLimbs(x!, shape, 5), common);
      const b = multiplier.product(positiveLimbs(y!, shape, 7), common);
      const divisor = gcdOfLimbs(a, b, multiplier);
      assert.equal(compareLimbs(gcdOfLimbs(b, a, multiplier), divisor), 0);
      assert.ok(
        bigintOf(divisor) === gcd(bigintOf(a), bigintOf(b)),
        `${shape}, ${x} and ${y} limbs`,
      );
    }
  }
});

Deno.test("a divisor as long as the smaller number is found", () => {
  const [x, factor] = [positiveLimbs(5_000), positiveLimbs(4_000, "even", 2)];
  for (
    const multiple of [x, multiplier.product(x, Int16Array.of(3)), multiplier.product(x, factor)]
  ) {
    assert.equal(compareLimbs(gcdOfLimbs(multiple, x, multiplier), x), 0);
  }
});

Deno.test("gcd(F(m), F(n)) is F(gcd(m, n)) for long Fibonacci numbers", () => {
  const [a, b, divisor] = [480_000, 420_000, 60_000].map(fibonacciLimbs);
  assert.equal(compareLimbs(gcdOfLimbs(a!, b!, multiplier), divisor!), 0);
});

Deno.test("the common factor of numbers too long for BigInt divides both", () => {
  const common = positiveLimbs(20_000, "even", 11);
  const [a, b] = [positiveLimbs(30_000, "even", 12), positiveLimbs(30_000, "even", 13)]
    .map((x) => multiplier.product(x, common)) as [Limbs, Limbs];
  const divisor = gcdOfLimbs(a, b, multiplier);
  for (const number of [a, b]) {
    assert.equal(quotientAndRemainder(number, divisor, multiplier).remainder.length, 0);
  }
  assert.equal(quotientAndRemainder(divisor, common, multiplier).remainder.length, 0);
});

Deno.test("halfGcd() halves the length with a matrix of determinant ±1", () => {
  const property = fc.property(arbitraryPositiveLimbs(3_000), fc.integer(), (x, seed) => {
    const [, pair] = sorted(
      halfGcd([x, new Int16Array()], multiplier),
      [x, positiveLimbs(x.length, "even", seed)],
    );
    // Equal numbers are their own divisor, which cannot become shorter.
    fc.pre(compareLimbs(...pair) !== 0);
    const matrix = halfGcd(pair, multiplier);
    const [[s, t], [u, v]] = matrix.map((row) => row.map(bigintOf)) as [bigint[], bigint[]];
    const determinant = s! * v! - t! * u!;
    assert.ok(determinant === 1n || determinant === -1n);
    const reduced = image(matrix, pair, multiplier);
    assert.ok(reduced.every((value) => value.length <= pair[0].length / 2 + 12));
    assert.ok(reduced.some((value) => signOf(value) !== 0));
  });
  fc.assert(property, { numRuns: runs(40) });
});

Deno.test("a matrix that would lose or add divisors is rejected", () => {
  for (const determinant of [0n, 2n, -3n]) {
    assert.throws(() => checkDeterminant(determinant), DamagedProduct);
  }
});

Deno.test("halfGcd() leaves a pair whose smaller number is short", () => {
  const pair = [positiveLimbs(2_000), positiveLimbs(10)] as const;
  const [first] = image(halfGcd(pair, multiplier), pair, multiplier);
  assert.equal(compareLimbs(first, pair[0]), 0);
});

Deno.test("the cost of divisors is predicted, and the search can be cancelled", () => {
  for (const [x, y] of [[3_000, 3_000], [6_000, 6_000], [20_000, 20_000], [20_000, 2_000]]) {
    const [a, b] = [positiveLimbs(x!), positiveLimbs(y!, "even", 2)];
    const spent = spentBy((counting) => gcdOfLimbs(a, b, counting));
    const ratio = gcdCost(x!, y!) / spent;
    assert.ok(ratio > 0.6 && ratio < 1.7, `${x} and ${y} limbs: ${ratio}`);
  }
  const cancelled = Multiplier.for(new RecordingContext(100));
  const [a, b] = [positiveLimbs(6_000), positiveLimbs(6_000, "even", 2)];
  assert.throws(() => gcdOfLimbs(a, b, cancelled), Cancelled);
});

function fibonacciLimbs(index: number): Limbs {
  const text = fibonacci(index, NEVER_CANCELLED);
  return limbsFromDigits(typeof text === "string" ? text : new TextDecoder().decode(text));
}
