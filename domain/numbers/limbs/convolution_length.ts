/** Length of the shortest ring. */
const MIN_LENGTH = 16;

/**
 * Length of a convolution in coefficients: sequences are multiplied modulo x^large + 1 if small is
 * 0, otherwise modulo (x^large + 1)(x^small + 1). Both are powers of two, and small is 0, a quarter
 * or half of large.
 */
export interface ConvolutionLength {
  readonly large: number;
  readonly small: number;
}

/** The shortest convolution for products with up to this many coefficients. */
export function convolutionLength(coefficients: number): ConvolutionLength {
  const wanted = Math.max(coefficients, MIN_LENGTH);
  const power = 1 << (31 - Math.clz32(wanted));
  if (wanted === power) return { large: power, small: 0 };
  const quarter = power >> 2;
  if (quarter >= MIN_LENGTH && wanted <= power + quarter) return { large: power, small: quarter };
  const half = power >> 1;
  if (half >= MIN_LENGTH && wanted <= power + half) return { large: power, small: half };
  return { large: 2 * power, small: 0 };
}

/** The next longer convolution. */
export function nextConvolutionLength({ large, small }: ConvolutionLength): ConvolutionLength {
  return convolutionLength(large + small + 1);
}
