import assert from "node:assert/strict";
import { VectorSlot } from "../../../../domain/numbers/limbs/complex_vector.ts";
import { FoldedLimbs } from "../../../../domain/numbers/limbs/folded_limbs.ts";
import { limbsOf, SHAPES } from "./arbitrary_limbs.ts";

/** Lengths of the large and the small ring of convolutions 1.25, 1.5 and 1 times 256 long. */
const RINGS = [[256, 64], [256, 128], [256, 0]] as const;

Deno.test("norms are those of the folded vectors and at most the worst-case norms", () => {
  for (const [large, small] of RINGS) {
    for (const length of [1, 100, 256, 257, 300, 400]) {
      for (const shape of SHAPES) {
        const folded = fold(limbsOf(length, shape), large, small);
        const { norms, worstNorms } = folded;
        for (const ring of ["large", "small"] as const) {
          const expected = Math.hypot(...folded[ring].re, ...folded[ring].im);
          assert.ok(Math.abs(norms[ring] - expected) <= 1e-9 * expected);
          if (folded[ring].re.length > 0) assert.ok(norms[ring] <= worstNorms[ring]);
        }
      }
    }
  }
});

Deno.test("a number is reduced modulo x^L + 1 and x^h + 1", () => {
  for (const [large, small] of RINGS) {
    for (const length of [1, 60, 100, 256, 257, 384]) {
      const limbs = limbsOf(length, "random");
      const folded = fold(limbs, large, small);
      assert.deepEqual([...folded.large.re, ...folded.large.im], negacyclic([...limbs], large));
      assert.deepEqual([...folded.small.re, ...folded.small.im], negacyclic([...limbs], small));
    }
  }
});

function fold(limbs: Int16Array<ArrayBuffer>, large: number, small: number): FoldedLimbs {
  const [first, second] = [large, small].map((length) => new VectorSlot().vector(length / 2));
  return new FoldedLimbs(limbs, first!, second!);
}

function negacyclic(coefficients: readonly number[], length: number): number[] {
  const residues = new Array<number>(length).fill(0);
  for (const [i, coefficient] of coefficients.entries()) {
    if (length > 0) {
      residues[i % length]! += Math.floor(i / length) % 2 ? -coefficient : coefficient;
    }
  }
  return residues;
}
