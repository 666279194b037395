import type { ComputeContext } from "../compute_context.ts";
import { gcd } from "./gcd.ts";

/** The non-negative least common multiple of two integers; 0 if one of them is 0. */
export function lcm(a: bigint, b: bigint, context?: ComputeContext): bigint {
  if (a === 0n || b === 0n) return 0n;
  const multiple = a / gcd(a, b, context) * b;
  return multiple < 0n ? -multiple : multiple;
}

/** The least common multiple of a list of integers, 1 for none. */
export function lcmOf(values: readonly bigint[], context?: ComputeContext): bigint {
  return values.reduce((multiple, value) => lcm(multiple, value, context), 1n);
}
