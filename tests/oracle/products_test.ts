import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DIGITS_PER_LIMB, type Limbs } from "../../domain/numbers/limbs/limbs.ts";
import { Multiplier } from "../../domain/numbers/limbs/multiplier.ts";
import { digitsFromLimbs } from "../../domain/numbers/limbs/text.ts";
import { NEVER_CANCELLED, Workspace } from "../../domain/numbers/mod.ts";
import { limbsOf, SHAPES } from "../domain/numbers/limbs/arbitrary_limbs.ts";
import { linesOf, MAX_DIGITS, startPython, withPython } from "./python.ts";

const multiplier = Multiplier.for({ ...NEVER_CANCELLED, workspace: new Workspace() });

/** Total limbs of both factors, relative to the length of the convolution. */
const DIFFERENCES = [-1, 0, 1, 2];

Deno.test({
  name:
    `products of extreme limbs around convolution lengths equal gmpy2's up to ${MAX_DIGITS} digits`,
  ...withPython(async () => {
    await using python = startPython("products.py");
    const answers = linesOf(python.stdout);
    const questions = python.stdin.getWriter();
    for (const [x, y, name] of factors()) {
      await questions.write(new TextEncoder().encode(`${signed(x)} ${signed(y)}\n`));
      const [product, square] = (await answers.next()).value!.split(" ");
      const [both, squareOfBoth] = multiplier.productAndSquare(x, y);
      assert.equal(sha256(multiplier.product(x, y)), product, `product of ${name}`);
      assert.equal(sha256(multiplier.square(y)), square, `square of ${name}`);
      assert.equal(sha256(both), product, `product, computed with the square, of ${name}`);
      assert.equal(sha256(squareOfBoth), square, `square, computed with the product, of ${name}`);
    }
    await questions.close();
  }),
});

/** Pairs of numbers whose product has as many limbs as a convolution, give or take two. */
function* factors(): Generator<[x: Limbs, y: Limbs, name: string]> {
  let turn = 0;
  for (let power = 64; power * DIGITS_PER_LIMB <= MAX_DIGITS; power *= 2) {
    for (const length of [power, 1.25 * power, 1.5 * power]) {
      for (const difference of DIFFERENCES) {
        const [shape, other] = [turn % 5, Math.floor(turn / 5) % 5].map((i) => SHAPES[i]!);
        const limbs = (length + difference) >> 1;
        const more = length + difference - limbs;
        const name = `${limbs} limbs (${shape}) and ${more} (${other})`;
        yield [limbsOf(limbs, shape!), limbsOf(more, other!, 2), name];
        turn++;
      }
    }
  }
}

function sha256(limbs: Limbs): string {
  return createHash("sha256").update(signed(limbs)).digest("hex");
}

function signed(limbs: Limbs): string {
  return limbs.at(-1)! < 0
    ? `-${digitsFromLimbs(limbs.map((limb) => -limb))}`
    : digitsFromLimbs(limbs);
}
