/** The digits of a positive integer, of which any range can be read. */
export interface DigitSource {
  readonly length: number;
  at(from: number, to: number): string;
}

/**
 * The decimal exponent and the first `count` digits of p/q, without trailing zeros if the expansion
 * is finite. Only as many digits of p and q are read as decide the quotient: with P ≤ p/10^s < P +
 * 1 and Q ≤ q/10^t < Q + 1, p/q lies between P/(Q+1) and (P+1)/Q, up to the powers of ten. The
 * number of digits read doubles until both bounds agree, or all have been read and the quotient is
 * exact.
 */
export function ratioDigits(
  p: DigitSource,
  q: DigitSource,
  count: number,
): { readonly exponent10: bigint; readonly leading: string } {
  const longer = Math.max(p.length, q.length);
  for (let read = 2 * count + 20;; read *= 2) {
    const numerator = BigInt(p.at(0, Math.min(read, p.length)));
    const denominator = BigInt(q.at(0, Math.min(read, q.length)));
    const shift = Math.max(p.length - read, 0) - Math.max(q.length - read, 0);
    const low = quotient(numerator, denominator + (q.length > read ? 1n : 0n), count);
    const high = read >= longer
      ? low
      : quotient(numerator + (p.length > read ? 1n : 0n), denominator, count);
    if (low.digits === high.digits && low.exponent === high.exponent) {
      const isExact = read >= longer && low.isExact;
      return {
        exponent10: BigInt(low.exponent + shift),
        leading: isExact ? low.digits.replace(/0+$/, "") : low.digits,
      };
    }
  }
}

/** The first digits of a/b. */
function quotient(a: bigint, b: bigint, count: number) {
  const places = Math.max(count + String(b).length - String(a).length, 0) + 1;
  const scaled = a * 10n ** BigInt(places);
  const digits = String(scaled / b);
  return {
    digits: digits.slice(0, count),
    exponent: digits.length - 1 - places,
    isExact: scaled % b === 0n && /^0*$/.test(digits.slice(count)),
  };
}
