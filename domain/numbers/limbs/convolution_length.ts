/** The shortest ring in which sequences are multiplied. */
const LEAST_LENGTH = 16;

/**
 * How long a convolution is: sequences are multiplied modulo (x^large + 1)(x^small + 1), or, with
 * small 0, modulo x^large + 1. Both are powers of two, so that lengths are 1, 1.25 or 1.5 times one.
 */
export interface ConvolutionLength {
  readonly large: number;
  readonly small: number;
}

/** The shortest that holds so many coefficients. */
export function convolutionLength(coefficients: number): ConvolutionLength {
  const wanted = Math.max(coefficients, LEAST_LENGTH);
  const power = 1 << (31 - Math.clz32(wanted));
  if (wanted === power) return { large: power, small: 0 };
  const quarter = power >> 2;
  if (quarter >= LEAST_LENGTH && wanted <= power + quarter) return { large: power, small: quarter };
  const half = power >> 1;
  if (half >= LEAST_LENGTH && wanted <= power + half) return { large: power, small: half };
  return { large: 2 * power, small: 0 };
}

/** The next longer one. */
export function longer({ large, small }: ConvolutionLength): ConvolutionLength {
  return convolutionLength(large + small + 1);
}
