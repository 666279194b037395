import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import { UnitProductTables } from "../../../../domain/numbers/outline/unit_products.ts";
import type { ResidueTools } from "../../../../domain/numbers/residue/residue_plan.ts";
import { trialFactorization } from "../../../../domain/numbers/residue/trial_factorization.ts";

export function createResidueTools(): ResidueTools {
  return {
    context: NEVER_CANCELLED,
    unitProducts: new UnitProductTables(),
    factorize: trialFactorization,
  };
}
