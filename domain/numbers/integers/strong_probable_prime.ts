import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { type ResidueRing, residueRing } from "./residue_ring.ts";
import { withoutTwos } from "./without_twos.ts";

/**
 * Whether an odd n > 2 passes the strong probable prime test to a base that it does not divide:
 * with n − 1 = odd · 2^twos, base^odd is 1, or −1 after fewer than `twos` squarings.
 */
export function isStrongProbablePrime(
  n: bigint,
  base: bigint,
  context: ComputeContext = NEVER_CANCELLED,
): boolean {
  const { odd, twos } = withoutTwos(n - 1n);
  const ring = residueRing(n);
  let power = ring.leave(ringPower(ring, base, odd, context));
  if (power === 1n) return true;
  for (let i = 0; i < twos; i++) {
    if (power === n - 1n) return true;
    context.checkpoint();
    power = power * power % n;
  }
  return false;
}

/** base^exponent in a ring, bit by bit from the top: products by 2 are additions. */
function ringPower(
  ring: ResidueRing,
  base: bigint,
  exponent: bigint,
  context: ComputeContext,
): bigint {
  const factor = ring.enter(base);
  let result = ring.enter(1n);
  for (const bit of exponent.toString(2)) {
    context.checkpoint();
    result = ring.product(result, result);
    if (bit === "0") continue;
    result = base === 2n ? result + result : ring.product(result, factor);
  }
  return result;
}
