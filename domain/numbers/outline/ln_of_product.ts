import type { Interval } from "./interval.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { TruncatedProduct } from "./truncated_product.ts";

const FACTORS_BETWEEN_CHECKPOINTS = 256;

/** ln of the product of `count` positive integers, with `bits` binary places; at most 6 units wide. */
export function lnOfProduct(
  count: number,
  factorAt: (index: number) => bigint,
  { bits, tools }: { readonly bits: number; readonly tools: OutlineTools },
): Interval {
  const product = new TruncatedProduct(bits, count);
  for (let i = 0; i < count; i++) {
    if (i % FACTORS_BETWEEN_CHECKPOINTS === 0) tools.context.checkpoint();
    product.multiply(factorAt(i));
  }
  return product.ln(tools);
}
