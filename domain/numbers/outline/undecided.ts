/**
 * Thrown if 40,000 binary places of a logarithm do not decide the digits of a number, because it is
 * too close to a number of few digits times a power of ten.
 */
export class Undecided extends Error {
  override readonly name = "Undecided";

  /**
   * `near` is the k of the power of ten 10^k that the number could not be distinguished from, if
   * any.
   */
  constructor(readonly near?: bigint) {
    super("The first digits are not decided by 12,000 digits of the logarithm");
  }
}
