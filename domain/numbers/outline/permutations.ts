import { exactInteger, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { progressionValue } from "./multifactorial.ts";

/** n!/(n−k)! for n ≥ 0 and k ≥ 0, the product of the k integers up to n; 0 for k > n. */
export function permutationsValue(n: bigint, k: bigint, tools: OutlineTools): OutlinedValue {
  if (n < 0n || k < 0n) throw new RangeError("Permutations need n and k of at least 0");
  if (k > n) return exactInteger(() => 0n);
  return progressionValue({ first: n - k + 1n, step: 1n, count: k }, tools);
}
