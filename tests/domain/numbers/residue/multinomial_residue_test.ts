import assert from "node:assert/strict";
import fc from "fast-check";
import { valueOf } from "../../../../testing/exact_value.ts";
import { multinomial } from "../../../../domain/numbers/multinomial.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { planMultinomialResidue } from "../../../../domain/numbers/residue/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { createResidueTools } from "./tools.ts";

const tools = createResidueTools();

Deno.test("residues of multinomial coefficients equal the exact remainder", () => {
  const parts = fc.array(fc.bigInt({ min: 0n, max: 300n }), { maxLength: 6 });
  const moduli = fc.oneof(
    fc.bigInt({ min: 1n, max: 60n }),
    fc.bigInt({ min: 1n, max: 10n ** 12n }),
    fc.constantFrom(2n ** 20n, 10n ** 20n, 3n ** 7n * 101n),
  );
  fc.assert(
    fc.property(parts, moduli, (parts, m) => {
      const plan = planMultinomialResidue(parts, m, tools);
      assert.ok(plan.seconds > 0);
      assert.equal(
        plan.compute(NEVER_CANCELLED),
        valueOf(multinomial(parts, NEVER_CANCELLED)) % m,
      );
    }),
    { numRuns: runs(200) },
  );
});

Deno.test("the modulus of a multinomial coefficient is factored once", () => {
  let factorized = 0;
  const factorize: typeof tools.factorize = (m, context) => {
    factorized++;
    return tools.factorize(m, context);
  };
  planMultinomialResidue([50n, 60n, 70n], 10n ** 20n, { ...tools, factorize });
  assert.equal(factorized, 1);
});
