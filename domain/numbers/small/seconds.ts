/** Predicted seconds of V8's BigInt to compute a result of `digits` decimal digits and its text. */
export function smallResultSeconds(digits: number): number {
  return 2e-6 + 1e-8 * digits + 7e-12 * digits ** 2;
}
