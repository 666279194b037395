import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";

/** The Jacobi symbol (a/n) for an integer a and an odd n > 0; fastest for small |a|. */
export function jacobi(
  a: bigint,
  n: bigint,
  context: ComputeContext = NEVER_CANCELLED,
): -1 | 0 | 1 {
  let [top, bottom, sign] = [(a % n + n) % n, n, 1];
  if (a < 0n && -a < n) {
    top = -a;
    if (n % 4n === 3n) sign = -sign;
  }
  while (top > 0n) {
    context.checkpoint();
    while (top % 2n === 0n) {
      context.checkpoint();
      top /= 2n;
      const residue = bottom % 8n;
      if (residue === 3n || residue === 5n) sign = -sign;
    }
    if (top % 4n === 3n && bottom % 4n === 3n) sign = -sign;
    [top, bottom] = [bottom % top, top];
  }
  return bottom === 1n ? sign as -1 | 1 : 0;
}
