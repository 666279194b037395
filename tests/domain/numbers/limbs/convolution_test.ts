import assert from "node:assert/strict";
import { Convolution } from "../../../../domain/numbers/limbs/convolution.ts";
import { convolutionLength } from "../../../../domain/numbers/limbs/convolution_length.ts";
import type { Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { Workspace } from "../../../../domain/numbers/limbs/workspace.ts";
import { limbsOf } from "./arbitrary_limbs.ts";

const workspace = new Workspace();

function isSafe(x: Limbs, y: Limbs): boolean {
  const convolution = new Convolution(convolutionLength(x.length + y.length - 1), workspace);
  return convolution.isSafe(convolution.fold(x, "x"), convolution.fold(y, "y"));
}

Deno.test("squares of ten million digits are safe for random limbs, not for extreme ones", () => {
  assert.ok(isSafe(limbsOf(1_250_000, "even"), limbsOf(1_250_000, "even", 2)));
  assert.ok(!isSafe(limbsOf(1_250_000, "high"), limbsOf(1_250_000, "high")));
  assert.ok(isSafe(limbsOf(400_000, "high"), limbsOf(400_000, "high")));
});

Deno.test("a product by extreme limbs is safe if the other factor has random limbs", () => {
  const [random, extreme] = [limbsOf(1_250_000, "even"), limbsOf(1_250_000, "high")];
  assert.ok(isSafe(random, extreme));
  assert.ok(isSafe(extreme, random));
});

Deno.test("limbs that add up when folded are not safe", () => {
  const x = limbsOf(550_000, "high");
  const { large, small } = convolutionLength(2 * x.length - 1);
  assert.deepEqual([large, small], [2 ** 20, 2 ** 18]);
  const folded = Int16Array.from(x, (limb, i) => Math.floor(i / small) % 2 === 0 ? limb : -limb);
  assert.ok(isSafe(x, x));
  assert.ok(!isSafe(folded, folded));
});

Deno.test("norms are those of the vectors before the transform", () => {
  const convolution = new Convolution(convolutionLength(300), workspace);
  const folded = convolution.fold(limbsOf(100, "even"), "x");
  const { norms } = folded;
  convolution.run({ forward: [folded], multiply: [], inverse: [] }, () => {});
  assert.deepEqual(folded.norms, norms);
});
