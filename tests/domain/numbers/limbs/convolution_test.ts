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

Deno.test("squares of ten million digits are safe if the digits are ordinary, not if all are large", () => {
  assert.ok(isSafe(limbsOf(1_250_000, "even"), limbsOf(1_250_000, "even", 2)));
  assert.ok(!isSafe(limbsOf(1_250_000, "high"), limbsOf(1_250_000, "high")));
  assert.ok(isSafe(limbsOf(400_000, "high"), limbsOf(400_000, "high")));
});

Deno.test("ordinary digits make large ones safe, whichever factor has them", () => {
  const [ordinary, large] = [limbsOf(1_250_000, "even"), limbsOf(1_250_000, "high")];
  assert.ok(isSafe(ordinary, large));
  assert.ok(isSafe(large, ordinary));
});

Deno.test("digits that add up where they are folded are not safe", () => {
  const x = limbsOf(550_000, "high");
  const { large, small } = convolutionLength(2 * x.length - 1);
  assert.deepEqual([large, small], [2 ** 20, 2 ** 18]);
  const folded = Int16Array.from(x, (limb, i) => Math.floor(i / small) % 2 === 0 ? limb : -limb);
  assert.ok(isSafe(x, x));
  assert.ok(!isSafe(folded, folded));
});

Deno.test("norms are those of the vectors before they were transformed", () => {
  const convolution = new Convolution(convolutionLength(300), workspace);
  const folded = convolution.fold(limbsOf(100, "even"), "x");
  const { norms } = folded;
  convolution.run({ split: [folded], multiply: [], join: [] }, () => {});
  assert.deepEqual(folded.norms, norms);
});
