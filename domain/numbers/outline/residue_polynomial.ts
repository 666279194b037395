/** Polynomial coefficients modulo some number, from the constant term up. */
export type Polynomial = readonly bigint[];

interface Truncation {
  /** The highest degree that is kept. */
  readonly degree: number;
  readonly modulus: bigint;
}

/** a · b. */
export function multiply(
  a: Polynomial,
  b: Polynomial,
  { degree, modulus }: Truncation,
): Polynomial {
  const length = Math.min(a.length + b.length - 1, degree + 1);
  return Array.from({ length }, (_, k) => {
    let sum = 0n;
    for (let i = Math.max(0, k - b.length + 1); i <= Math.min(k, a.length - 1); i++) {
      sum += a[i]! * b[k - i]!;
    }
    return sum % modulus;
  });
}

/** The polynomial a(x + offset) (Taylor shift, by Horner's scheme). */
export function shift(a: Polynomial, offset: bigint, { degree, modulus }: Truncation): Polynomial {
  const coefficients = [...a];
  for (let i = 0; i < coefficients.length - 1; i++) {
    for (let j = coefficients.length - 2; j >= i; j--) {
      coefficients[j] = (coefficients[j]! + offset * coefficients[j + 1]!) % modulus;
    }
  }
  return coefficients.slice(0, degree + 1);
}

/** The value at x ≥ 0. */
export function evaluate(a: Polynomial, x: bigint, modulus: bigint): bigint {
  let value = a.at(-1)!;
  for (let j = a.length - 2; j >= 0; j--) value = (value * x + a[j]!) % modulus;
  return value;
}
