import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compareLimbs,
  difference,
  signOf,
  sum,
} from "../../../../domain/numbers/limbs/addition.ts";
import { limbsFromBigint } from "../../../../domain/numbers/limbs/bigint.ts";
import { integerPower, integerPowerCost } from "../../../../domain/numbers/limbs/integer_power.ts";
import type { Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { multiplyByWord } from "../../../../domain/numbers/limbs/linear.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { DamagedProduct } from "../../../../domain/numbers/limbs/residues.ts";
import { integerRoot, integerRootCost } from "../../../../domain/numbers/limbs/root.ts";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { bigintOf } from "./arbitrary_limbs.ts";
import { arbitraryPositiveLimbs, positiveLimbs, powerOfBase } from "./positive_limbs.ts";
import { spentBy } from "./spent_multiplier.ts";

const multiplier = Multiplier.for({ ...NEVER_CANCELLED, workspace: new Workspace() });
const ONE = Int16Array.of(1);

Deno.test("square roots satisfy s² ≤ n < (s + 1)²", () => {
  const property = fc.property(arbitraryPositiveLimbs(50_000), (n) => {
    const { root, remainder } = integerRoot(n, 2, multiplier);
    assert.equal(compareLimbs(sum(multiplier.square(root), remainder), n), 0);
    assert.ok(signOf(remainder) >= 0);
    assert.ok(compareLimbs(remainder, multiplyByWord(root, 2)) <= 0);
  });
  fc.assert(property, { numRuns: runs(150) });
});

Deno.test("roots of any degree satisfy s^k ≤ n < (s + 1)^k", () => {
  const degrees = fc.oneof(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 3_000 }));
  const property = fc.property(arbitraryPositiveLimbs(2_000), degrees, (n, degree) => {
    const { root, remainder } = integerRoot(n, degree, multiplier);
    const [value, s, k] = [bigintOf(n), bigintOf(root), BigInt(degree)];
    assert.ok(s ** k + bigintOf(remainder) === value && s ** k <= value && value < (s + 1n) ** k);
  });
  fc.assert(property, { numRuns: runs(150) });
});

Deno.test("roots of powers, and of powers plus or minus 1, are exact", () => {
  const roots = [1, 2, 3, 7, 30, 200].flatMap((limbs) => [
    positiveLimbs(limbs),
    positiveLimbs(limbs, "high"),
    difference(powerOfBase(limbs), ONE),
    powerOfBase(limbs),
    sum(powerOfBase(limbs), ONE),
  ]);
  for (const root of roots) {
    for (const degree of [2, 3, 4, 5, 17, 100]) {
      const power = integerPower(root, degree, multiplier);
      assertRoot(power, degree, { root, remainder: new Int16Array() });
      assertRoot(sum(power, ONE), degree, { root, remainder: ONE });
      const below = integerRoot(difference(power, ONE), degree, multiplier);
      assert.equal(compareLimbs(below.root, difference(root, ONE)), 0);
    }
  }
});

Deno.test("roots of large degree are exact", () => {
  for (
    const [root, degree] of [[2n, 100_000], [3n, 54_321], [9_999n, 4_321], [
      10n ** 9n,
      1_234,
    ]] as const
  ) {
    const power = integerPower(limbsFromBigint(root), degree, multiplier);
    assert.equal(bigintOf(integerRoot(power, degree, multiplier).root), root);
    assert.equal(bigintOf(integerRoot(difference(power, ONE), degree, multiplier).root), root - 1n);
  }
});

Deno.test("a root that its power does not prove is rejected", () => {
  class Wrong extends Multiplier {
    override square(x: Limbs): Limbs {
      return x;
    }
  }
  const wrong = new Wrong(new Workspace(), new Meter(NEVER_CANCELLED));
  assert.throws(() => integerRoot(positiveLimbs(3), 2, wrong), DamagedProduct);
  class Large extends Multiplier {
    override square(x: Limbs): Limbs {
      return sum(super.square(x), powerOfBase(2 * x.length + 1));
    }
  }
  const large = new Large(new Workspace(), new Meter(NEVER_CANCELLED));
  assert.throws(() => integerRoot(positiveLimbs(3), 2, large), DamagedProduct);
});

Deno.test("the cost of roots and powers is predicted", () => {
  for (const [limbs, degree] of [[500, 2], [3_000, 2], [20_000, 2], [3_000, 3], [3_000, 1_500]]) {
    const n = positiveLimbs(limbs!);
    const spent = spentBy((counting) => integerRoot(n, degree!, counting));
    const ratio = integerRootCost(limbs!, degree!) / spent;
    assert.ok(ratio > 0.7 && ratio < 1.4, `root ${degree} of ${limbs} limbs: ${ratio}`);
  }
  for (const [limbs, exponent] of [[300, 2], [100, 13], [5, 1_000]]) {
    const x = positiveLimbs(limbs!);
    const spent = spentBy((counting) => integerPower(x, exponent!, counting));
    const ratio = integerPowerCost(limbs!, exponent!) / spent;
    assert.ok(ratio > 0.7 && ratio < 1.4, `${limbs} limbs to the power ${exponent}: ${ratio}`);
  }
});

function assertRoot(
  n: Limbs,
  degree: number,
  expected: { readonly root: Limbs; readonly remainder: Limbs },
): void {
  const { root, remainder } = integerRoot(n, degree, multiplier);
  assert.equal(compareLimbs(root, expected.root), 0, `root ${degree} of ${n.length} limbs`);
  assert.equal(compareLimbs(remainder, expected.remainder), 0);
}
