/**
 * Thrown when 40,000 binary places of a logarithm do not decide the digits of a number: it lies too
 * close to a number of few digits times a power of ten.
 */
export class Undecided extends Error {
  override readonly name = "Undecided";

  /** `near` is the k of the power of ten 10^k from which the number could not be told apart, if so. */
  constructor(readonly near?: bigint) {
    super("The first digits are not decided by 12,000 digits of the logarithm");
  }
}
