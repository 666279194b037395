import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { gcd } from "./gcd.ts";
import { integerRoot } from "./integer_root.ts";
import { jacobi } from "./jacobi.ts";
import { modInverse } from "./mod_inverse.ts";
import { residueRing } from "./residue_ring.ts";
import { withoutTwos } from "./without_twos.ts";

/**
 * After this many discriminants n is tested for being a square; 1 in 30 million non-squares needs
 * more.
 */
const SQUARE_CHECK = 25;

/** Why a number fails the Lucas test. */
export type LucasWitness = { readonly factor: bigint } | { readonly lucasDiscriminant: number };

/**
 * Whether an odd n > 2 is a strong Lucas probable prime, and if not, why. Selfridge's parameters: D
 * is the first of 5, −7, 9, −11, … with (D/n) = −1, P = 1 and Q = (1 − D)/4.
 *
 * With the roots α and β of x² − Px + Q and n + 1 = d · 2^s, n passes if U(d) ≡ 0 or V(d · 2^r) ≡ 0
 * for some r < s. Both are conditions on γ = α/β: γ^d = 1, or γ^(d · 2^r) = −1. They are tested on
 * the sequence W(k) = γ^k + γ^−k, which has the parameters P′ = P²/Q − 2 and Q′ = 1 and takes two
 * products per bit: γ^k = ±1 if W(k) = ±2 and W(k + 1) = ±P′, and γ^2k = −1 if W(k) = 0.
 */
export function isStrongLucasProbablePrime(
  n: bigint,
  context: ComputeContext = NEVER_CANCELLED,
): true | LucasWitness {
  const discriminant = selfridgeDiscriminant(n);
  if (typeof discriminant !== "number") return discriminant;
  const q = BigInt((1 - discriminant) / 4);
  const p = ((modInverse(q, n) - 2n) % n + n) % n;
  const { odd, twos } = withoutTwos(n + 1n);
  let [current, next] = lucasPair(odd, p, n, context);
  const isUnit = (current === 2n && next === p) || (current === n - 2n && next === n - p);
  if (isUnit) return true;
  for (let r = 1; r < twos; r++) {
    if (current === 0n) return true;
    context.checkpoint();
    current = (current * current - 2n) % n;
  }
  return { lucasDiscriminant: discriminant };
}

/** The discriminant, or a factor of n found on the way. */
function selfridgeDiscriminant(n: bigint): number | { readonly factor: bigint } {
  for (let magnitude = 5, tried = 0;; magnitude += 2, tried++) {
    if (tried === SQUARE_CHECK) {
      const { root, isExact } = integerRoot(n, 2);
      if (isExact) return { factor: root };
    }
    const discriminant = magnitude % 4 === 1 ? magnitude : -magnitude;
    const symbol = jacobi(BigInt(discriminant), n);
    if (symbol < 0) return discriminant;
    if (symbol > 0) continue;
    const factor = gcd(BigInt(magnitude), n);
    if (factor < n) return { factor };
  }
}

/** W(k) and W(k + 1) modulo n for k ≥ 0, with W(0) = 2, W(1) = p and W(i + 1) = p·W(i) − W(i − 1). */
function lucasPair(
  k: bigint,
  p: bigint,
  n: bigint,
  context: ComputeContext,
): [current: bigint, next: bigint] {
  const ring = residueRing(n);
  const [two, first] = [ring.enter(2n), ring.enter(p)];
  let [current, next] = [two, first];
  for (const bit of k.toString(2)) {
    context.checkpoint();
    const between = ring.product(current, next) - first;
    if (bit === "1") [current, next] = [between, ring.product(next, next) - two];
    else [current, next] = [ring.product(current, current) - two, between];
  }
  return [ring.leave(current), ring.leave(next)];
}
