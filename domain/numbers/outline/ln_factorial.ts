import type { Interval } from "./interval.ts";
import { leastStirlingArgument, lnGamma } from "./ln_gamma.ts";
import { lnOfProduct } from "./ln_of_product.ts";
import type { OutlineTools } from "./outline_tools.ts";

/** ln n! for n ≥ 0, with `bits` binary places; at most 6 units wide. */
export function lnFactorial(n: bigint, bits: number, tools: OutlineTools): Interval {
  return n < BigInt(leastStirlingArgument(bits))
    ? lnOfProduct(Number(n), (i) => BigInt(i + 1), { bits, tools })
    : lnGamma({ numerator: n + 1n, denominator: 1n }, bits, tools);
}
