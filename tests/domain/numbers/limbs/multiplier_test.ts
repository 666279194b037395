import assert from "node:assert/strict";
import fc from "fast-check";
import { LARGEST_LIMB, type Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { LARGEST_WORD, multiplyAdd, splitLimbs } from "../../../../domain/numbers/limbs/linear.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { DamagedProduct } from "../../../../domain/numbers/limbs/residues.ts";
import { Roots } from "../../../../domain/numbers/limbs/roots.ts";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { arbitraryLimbs, bigintOf, limbsOf, SHAPES } from "./arbitrary_limbs.ts";

const multiplier = Multiplier.for({ ...NEVER_CANCELLED, workspace: new Workspace() });

/** Lengths of convolutions: 1, 1.25 and 1.5 times powers of two. */
const LENGTHS = [64, 80, 96, 128, 1_024, 1_280, 1_536, 2_048, 8_192, 10_240, 12_288, 16_384];

Deno.test("product(), square() and productAndSquare() equal BigInt's results", () => {
  const limbs = fc.oneof(arbitraryLimbs(100), arbitraryLimbs(1_500));
  fc.assert(fc.property(limbs, limbs, (x, y) => assertExact(x, y)), { numRuns: runs(150) });
});

Deno.test("products of extreme limbs are exact at and around convolution lengths", () => {
  for (const length of LENGTHS) {
    // BigInt takes quadratic time to read the long ones.
    const shapes = length > 2_048 ? SHAPES.slice(0, 2) : SHAPES;
    for (const [i, shape] of shapes.entries()) {
      for (const difference of [-1, 0, 1, 2]) {
        const limbs = (length >> 1) + (difference >> 1);
        const other = limbs + (difference & 1);
        assertExact(limbsOf(limbs, shape), limbsOf(other, SHAPES[(i + difference + 5) % 5]!, 2));
      }
    }
  }
});

Deno.test("a multiple of a square is exact for words of any size", () => {
  for (const length of [1, 20, 33, 100, 1_000, 9_000]) {
    for (const shape of SHAPES) {
      const x = limbsOf(length, shape);
      const square = bigintOf(x) ** 2n;
      for (const word of [1, 2, 9_899, 9_900, 9_901, 2 ** 30 + 1, LARGEST_WORD]) {
        const multiple = multiplier.multipleOfSquare(x, word);
        assert.equal(bigintOf(multiple), square * BigInt(word), `${word} times ${length} ${shape}`);
      }
    }
  }
});

Deno.test("a multiple of a square is exact for the largest possible coefficients", () => {
  const x = new Int16Array(40_000).fill(4_999);
  const square = multiplier.square(x);
  for (const word of [1_123, 1_125, 1_126, 1_127, 2_251, 2_253, 8_999, 9_001, 9_007, 9_899]) {
    const multiple = multiplier.multipleOfSquare(x, word);
    assertEqual(multiple, multiplyAdd(square, word, new Int16Array()));
    assert.ok(multiple.every((limb) => Math.abs(limb) <= LARGEST_LIMB), `${word}`);
  }
});

Deno.test("a product by a much shorter factor is assembled from parts", () => {
  const long = limbsOf(20_000, "even");
  for (const length of [1, 8, 31, 100, 900, 7_000, 15_000]) {
    for (const shape of ["even", "high"] as const) {
      const short = limbsOf(length, shape, 3);
      const expected = bigintOf(long) * bigintOf(short);
      assert.equal(bigintOf(multiplier.product(short, long)), expected, `${length}, ${shape}`);
    }
  }
});

Deno.test("a product with zero is zero", () => {
  const zero = new Int16Array();
  assert.equal(multiplier.product(zero, limbsOf(100, "even")).length, 0);
  assert.equal(multiplier.square(zero).length, 0);
});

Deno.test("products beyond the error bound are exact, since a factor is split", () => {
  const [x, y] = [limbsOf(900_000, "high"), limbsOf(900_000, "alternating")];
  const square = multiplier.square(x);
  const [product, ySquare] = multiplier.productAndSquare(x, y);
  assertEqual(multiplier.product(x, y), product);
  assertEqual(multiplier.square(y), ySquare);
  assertEqual(multiplier.multipleOfSquare(y, 3), multiplyAdd(ySquare, 3, new Int16Array()));
  const sum = multiplier.square(multiplyAdd(x, 1, y));
  assertEqual(sum, multiplyAdd(product, 2, multiplyAdd(square, 1, ySquare)));
});

Deno.test("a long product from parts is distributive", () => {
  const x = limbsOf(1_500_000, "even");
  const [y, z] = [limbsOf(200_000, "high"), limbsOf(200_000, "random")];
  const sum = multiplyAdd(multiplier.product(x, y), 1, multiplier.product(x, z));
  assertEqual(multiplier.product(x, multiplyAdd(y, 1, z)), sum);
});

Deno.test("a multiplication has a checkpoint between all passes over its numbers", () => {
  const x = limbsOf(40_000, "even");
  const square = checkpointsOf((counting) => counting.square(x));
  const multiple = checkpointsOf((counting) => counting.multipleOfSquare(x, LARGEST_WORD));
  // After folding, three blocks of the rings, recombining, three runs of carries, and the check.
  assert.equal(square, 1 + 3 + 1 + 3 + 1);
  assert.equal(multiple, square + 1);
});

Deno.test("a product that is split has a checkpoint after splitting and after adding", () => {
  const x = limbsOf(900_000, "high");
  const { high, low } = splitLimbs(x);
  const parts = checkpointsOf((counting) => [counting.product(x, high), counting.product(x, low)]);
  const whole = checkpointsOf((counting) => counting.product(x, x));
  const [folding, splitting, adding] = [2, 1, 1];
  assert.equal(whole, folding + splitting + parts + adding);
});

Deno.test("a product with a damaged table of roots throws DamagedProduct", () => {
  const roots = new Roots();
  roots.level(1)[8]! += 0.01;
  const damaged = new Multiplier(new Workspace(roots), new Meter(NEVER_CANCELLED));
  const [x, y] = [limbsOf(500, "even"), limbsOf(400, "random")];
  assert.throws(() => damaged.product(x, y), DamagedProduct);
  assert.throws(() => damaged.square(x), DamagedProduct);
  assert.throws(() => damaged.productAndSquare(x, y), DamagedProduct);
});

Deno.test("a product beyond the longest ring throws a RangeError", () => {
  assert.throws(() => multiplier.square(new Int16Array(2 ** 26)), /too many digits/);
});

function assertExact(x: Limbs, y: Limbs): void {
  const [a, b] = [bigintOf(x), bigintOf(y)];
  assert.equal(bigintOf(multiplier.product(x, y)), a * b);
  assert.equal(bigintOf(multiplier.square(x)), a * a);
  const [product, square] = multiplier.productAndSquare(x, y);
  assert.equal(bigintOf(product), a * b);
  assert.equal(bigintOf(square), b * b);
}

/** The number of checkpoints in a calculation. */
function checkpointsOf(run: (counting: Multiplier) => unknown): number {
  let checkpoints = 0;
  run(Multiplier.for({ checkpoint: () => checkpoints++ }));
  return checkpoints;
}

/** Limbs of extreme values are not unique. */
function assertEqual(x: Limbs, y: Limbs): void {
  assert.equal(multiplyAdd(x, -1, y).length, 0);
}
