import assert from "node:assert/strict";
import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import { planFactorialResidue } from "../../../../domain/numbers/residue/combinatorial_residues.ts";
import { fibonacciResidue } from "../../../../domain/numbers/residue/fibonacci_residue.ts";
import { powerResidue } from "../../../../domain/numbers/residue/power_residue.ts";
import { IN_FULL } from "../../../../testing/runs.ts";
import { FACTORIAL_RESIDUES, FIBONACCI_NUMBERS, POWERS } from "../known_values.ts";
import { createResidueTools } from "./tools.ts";

const MODULI = [1_000_000_007n, 998_244_353n, 2n ** 61n - 1n] as const;
const tools = createResidueTools();

/** Residues predicted to take longer are skipped, unless RESIDUE_SECONDS is higher. */
const MOST_SECONDS = Number(Deno.env.get("RESIDUE_SECONDS") ?? (IN_FULL ? 2 : 0.5));

for (const [index, modulus] of MODULI.entries()) {
  Deno.test(`residues modulo ${modulus} have the expected values`, async (t) => {
    for (const { n, residues } of FACTORIAL_RESIDUES) {
      const plan = planFactorialResidue(n, modulus, tools);
      if (residues[index] === null || plan.seconds > MOST_SECONDS) continue;
      await t.step(`${n}!`, () => {
        assert.equal(plan.compute(NEVER_CANCELLED), residues[index]);
      });
    }
    for (const { n, residues } of FIBONACCI_NUMBERS) {
      await t.step(`F(${n})`.slice(0, 30), () => {
        assert.equal(fibonacciResidue(n, modulus, NEVER_CANCELLED), residues[index]);
      });
    }
    for (const { name, base, exponent, residues } of POWERS) {
      await t.step(name, () => {
        const [numerator, denominator] = base;
        const value = powerResidue({ numerator, denominator }, exponent, modulus, NEVER_CANCELLED);
        assert.equal(value, residues[index]);
      });
    }
  });
}
