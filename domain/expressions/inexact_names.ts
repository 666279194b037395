const FRACTION = "write a fraction or a decimal number instead";
const EXACT_FUNCTION = "only functions with exact values are available";
const LOGARITHM = "digits(x) counts the digits of x";

const NOT_AVAILABLE = "is not available";

/** Names that are common elsewhere, with the reason for their absence and what to write instead. */
const INEXACT_NAMES: Readonly<Record<string, string>> = {
  pi: `π is not exact here: ${FRACTION}`,
  tau: `τ is not exact here: ${FRACTION}`,
  e: `e is not exact here: ${FRACTION}`,
  inf: "infinity is not a number here",
  infinity: "infinity is not a number here",
  nan: "NaN is not a number here",
  i: "complex numbers are not available",
  ln: `ln is not exact here: ${LOGARITHM}`,
  log: `log is not exact here: ${LOGARITHM}`,
  log10: `log10 is not exact here: ${LOGARITHM}`,
  log2: `log2 is not exact here: ${LOGARITHM}`,
  lg: `lg is not exact here: ${LOGARITHM}`,
  exp: "exp is not exact here: write a power of a number",
  cbrt: "cbrt is not exact here: iroot(n, 3) is the integer part of a cube root",
  gamma: "gamma is not exact here: write (n - 1)! for an integer n",
  zeta: `zeta is not exact here: ${EXACT_FUNCTION}`,
  sum: `sum ${NOT_AVAILABLE}: write the terms with +`,
  product: `product ${NOT_AVAILABLE}: write the factors with *`,
  mean: `mean ${NOT_AVAILABLE}: write (a + b)/2`,
  average: `average ${NOT_AVAILABLE}: write (a + b)/2`,
  binom: `binom ${NOT_AVAILABLE}: write binomial(n, k)`,
  hex: `hex ${NOT_AVAILABLE}: write base(n, 16)`,
  oct: `oct ${NOT_AVAILABLE}: write base(n, 8)`,
  bin: `bin ${NOT_AVAILABLE}: write base(n, 2)`,
  prime: `prime ${NOT_AVAILABLE}: nextprime(n) is the least prime above n`,
  is: `is ${NOT_AVAILABLE}: isprime(n) tests whether n is prime`,
  what: `what ${NOT_AVAILABLE}: write only the value, such as 2^127 - 1`,
  if: `if ${NOT_AVAILABLE}: ask for a comparison, such as 2 < 3`,
  solve: `solve ${NOT_AVAILABLE}: only values are computed`,
  true: 'write a comparison such as "1 == 1" instead of true',
  false: 'write a comparison such as "1 == 0" instead of false',
};

/** Trigonometric and hyperbolic functions, and their inverses. */
const TRIGONOMETRIC = /^(?:a|arc|ar)?(?:sin|cos|tan|cot|sec|csc)h?$/;

/** Why a well-known name is not available, and what to write instead; undefined for other names. */
export function inexactName(name: string): string | undefined {
  if (TRIGONOMETRIC.test(name)) return `${name} is not exact here: ${EXACT_FUNCTION}`;
  return Object.hasOwn(INEXACT_NAMES, name) ? INEXACT_NAMES[name] : undefined;
}
