import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compareLimbs,
  difference,
  negation,
  signOf,
  sum,
} from "../../../../domain/numbers/limbs/addition.ts";
import type { Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { LARGEST_WORD } from "../../../../domain/numbers/limbs/linear.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { quotientAndRemainder, quotientCost } from "../../../../domain/numbers/limbs/quotient.ts";
import { checkQuotient, DamagedProduct } from "../../../../domain/numbers/limbs/residues.ts";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";
import {
  divideByWord,
  LARGEST_WORD_MODULUS,
  remainderByWord,
} from "../../../../domain/numbers/limbs/word_division.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { RecordingContext } from "../recording_context.ts";
import { arbitraryLimbs, bigintOf, limbsOf, SHAPES } from "./arbitrary_limbs.ts";
import { arbitraryPositiveLimbs, positiveLimbs, powerOfBase } from "./positive_limbs.ts";
import { spentBy } from "./spent_multiplier.ts";

const multiplier = Multiplier.for({ ...NEVER_CANCELLED, workspace: new Workspace() });
const ONE = Int16Array.of(1);

/** A prime below 2^60, for checking identities of numbers too long for BigInt. */
const PRIME = 2n ** 60n - 93n;

Deno.test("quotients and remainders equal BigInt's", () => {
  const dividends = fc.oneof(arbitraryLimbs(100), arbitraryPositiveLimbs(50_000));
  const property = fc.property(dividends, arbitraryPositiveLimbs(50_000), (a, b) => {
    assertQuotient(a, b);
  });
  fc.assert(property, { numRuns: runs(150) });
});

Deno.test("a dividend that is a multiple of the divisor, or 1 more or less, is divided exactly", () => {
  const property = fc.property(
    arbitraryPositiveLimbs(5_000),
    arbitraryPositiveLimbs(5_000),
    (q, b) => {
      const multiple = multiplier.product(q, b);
      const above = quotientAndRemainder(sum(multiple, difference(b, ONE)), b, multiplier);
      const below = quotientAndRemainder(difference(multiple, ONE), b, multiplier);
      const exact = quotientAndRemainder(multiple, b, multiplier);
      assert.deepEqual([exact.remainder.length, compareLimbs(exact.quotient, q)], [0, 0]);
      assert.equal(compareLimbs(above.quotient, q), 0);
      assert.equal(compareLimbs(below.quotient, difference(q, ONE)), 0);
      assert.equal(compareLimbs(below.remainder, difference(b, ONE)), 0);
    },
  );
  fc.assert(property, { numRuns: runs(60) });
});

Deno.test("quotients at the boundaries of limbs are exact", async (t) => {
  for (const length of [1, 2, 3, 4, 5, 159, 160, 161, 162, 320, 400]) {
    await t.step(`divisors of ${length} limbs`, () => {
      const power = powerOfBase(length);
      const divisors = [power, difference(power, ONE), sum(power, ONE)];
      divisors.push(...SHAPES.map((shape) => positiveLimbs(length, shape)));
      for (const b of divisors) {
        assertQuotient(b, b);
        assertQuotient(negation(b), b);
        assertQuotient(difference(b, ONE), b);
        assertQuotient(new Int16Array(), b);
        for (const extra of [1, length, 200]) {
          const nines = difference(powerOfBase(length + extra), ONE);
          assertQuotient(nines, b);
          assertQuotient(multiplier.product(nines, b), b);
          assertQuotient(limbsOf(length + extra, "low"), b);
        }
      }
    });
  }
});

Deno.test("long quotients satisfy a = q · b + r modulo a 60-bit prime", () => {
  const property = fc.property(
    fc.integer(),
    fc.integer({ min: 10, max: 290_000 }),
    (seed, length) => {
      const [a, b] = [
        positiveLimbs(300_000, "even", seed),
        positiveLimbs(length, "even", seed + 1),
      ];
      const { quotient, remainder } = quotientAndRemainder(a, b, multiplier);
      const [x, y, q, r] = [a, b, quotient, remainder].map(moduloPrime);
      assert.equal((q! * y! + r! - x!) % PRIME, 0n);
      assert.ok(signOf(remainder) >= 0 && compareLimbs(remainder, b) < 0);
    },
  );
  fc.assert(property, { numRuns: 3 });
});

Deno.test("division by words equals BigInt's", () => {
  const words = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.maxSafeNat().map(wordOf));
  fc.assert(fc.property(arbitraryLimbs(50), words, (x, word) => {
    const { quotient, remainder } = divideByWord(x, word);
    const value = bigintOf(x);
    assert.equal(bigintOf(quotient) * BigInt(word) + BigInt(remainder), value);
    assert.ok(remainder >= 0 && remainder < word);
    const m = 1 + word % LARGEST_WORD_MODULUS;
    const rest = remainderByWord(x, m);
    assert.equal(rest, Number((value % BigInt(m) + BigInt(m)) % BigInt(m)));
  }));
});

Deno.test("a quotient whose remainder is out of range is rejected", () => {
  class Wrong extends Multiplier {
    override product(): Limbs {
      return new Int16Array();
    }
  }
  const wrong = new Wrong(new Workspace(), new Meter(NEVER_CANCELLED));
  const divide = () => quotientAndRemainder(positiveLimbs(90), positiveLimbs(40), wrong);
  assert.throws(divide, DamagedProduct);
});

Deno.test("checkQuotient() detects a wrong limb in any of the numbers", () => {
  const [dividend, divisor] = [positiveLimbs(90), positiveLimbs(40, "even", 2)];
  const result = { dividend, divisor, ...quotientAndRemainder(dividend, divisor, multiplier) };
  checkQuotient(result);
  for (const name of ["dividend", "divisor", "quotient", "remainder"] as const) {
    const damaged = result[name].slice();
    damaged[20]! ^= 4;
    assert.throws(() => checkQuotient({ ...result, [name]: damaged }), DamagedProduct);
  }
});

Deno.test("the cost of a quotient is predicted, and it can be cancelled", () => {
  for (
    const [a, b] of [[20, 2], [700, 300], [5_000, 2_500], [5_000, 4_990], [9_000, 50], [40, 90]]
  ) {
    const [x, y] = [positiveLimbs(a!), positiveLimbs(b!, "even", 2)];
    const spent = spentBy((counting) => quotientAndRemainder(x, y, counting));
    const ratio = quotientCost(a!, b!) / Math.max(spent, 1);
    assert.ok(a! < b! || (ratio > 0.8 && ratio < 1.25), `${a} / ${b}: ${ratio}`);
  }
  const cancelled = Multiplier.for(new RecordingContext(10));
  const [x, y] = [positiveLimbs(5_000), positiveLimbs(2_500)];
  assert.throws(() => quotientAndRemainder(x, y, cancelled), Cancelled);
});

function assertQuotient(a: Limbs, b: Limbs): void {
  const { quotient, remainder } = quotientAndRemainder(a, b, multiplier);
  const [x, y, q, r] = [a, b, quotient, remainder].map(bigintOf) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  assert.ok(x === q * y + r, `${a.length} / ${b.length} limbs`);
  assert.ok(r >= 0n && r < y, `the remainder of ${a.length} / ${b.length} limbs`);
}

function wordOf(value: number): number {
  return 1 + value % LARGEST_WORD;
}

/** x mod `PRIME` in linear time. */
function moduloPrime(x: Limbs): bigint {
  let rest = 0n;
  for (const limb of x.toReversed()) rest = (rest * 10_000n + BigInt(limb)) % PRIME;
  return rest;
}
