import { addAt, BASE, LARGEST_LIMB, type Limbs, trimLeadingZeros } from "./limbs.ts";

/** x + y. */
export function sum(x: Limbs, y: Limbs): Limbs {
  return combine(x, y, 1);
}

/** x − y. */
export function difference(x: Limbs, y: Limbs): Limbs {
  return combine(x, y, -1);
}

/** −x. */
export function negation(x: Limbs): Limbs {
  const negated = new Int16Array(x.length);
  for (let i = 0; i < x.length; i++) negated[i] = -x[i]!;
  return negated;
}

/** −1, 0 or 1. */
export function signOf(x: Limbs): -1 | 0 | 1 {
  if (x.length === 0) return 0;
  return x.at(-1)! > 0 ? 1 : -1;
}

/**
 * −1, 0 or 1 as x is less than, equal to or greater than y. From the top, the first difference of
 * two or more units decides, because the limbs below add up to less than two.
 */
export function compareLimbs(x: Limbs, y: Limbs): -1 | 0 | 1 {
  let lead = 0;
  for (let i = Math.max(x.length, y.length) - 1; i >= 0 && Math.abs(lead) < 2; i--) {
    lead = lead * BASE + (x[i] ?? 0) - (y[i] ?? 0);
  }
  if (lead === 0) return 0;
  return lead > 0 ? 1 : -1;
}

/** x + sign · y, without branches on the carry, as in `addShifted`. */
function combine(x: Limbs, y: Limbs, sign: 1 | -1): Limbs {
  const common = Math.min(x.length, y.length);
  const length = Math.max(x.length, y.length) + 1;
  const result = new Int16Array(length);
  let carry = 0;
  for (let i = 0; i < common; i++) {
    const limb = x[i]! + sign * y[i]! + carry;
    carry = Number(limb > LARGEST_LIMB) - Number(limb < -LARGEST_LIMB);
    result[i] = limb - carry * BASE;
  }
  if (x.length > common) result.set(x.subarray(common), common);
  for (let i = common; i < y.length; i++) result[i] = sign * y[i]!;
  addAt(result, common, carry, length);
  return trimLeadingZeros(result);
}
