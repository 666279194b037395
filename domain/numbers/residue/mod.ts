export {
  planBinomialResidue,
  planCatalanResidue,
  planFactorialResidue,
  planMultifactorialResidue,
  planMultinomialResidue,
  planPermutationsResidue,
} from "./combinatorial_residues.ts";
export {
  fibonacciResidue,
  lucasResidue,
  predictFibonacciResidueSeconds,
} from "./fibonacci_residue.ts";
export { planPrimorialResidue } from "./plan_primorial_residue.ts";
export { planSubfactorialResidue } from "./plan_subfactorial_residue.ts";
export { powerResidue, predictPowerResidueSeconds } from "./power_residue.ts";
export type { ResiduePlan, ResidueTools } from "./residue_plan.ts";
export { trialFactorization } from "./trial_factorization.ts";
