/** How a function is called: its other names, and the number of its arguments. */
export interface FunctionSignature {
  readonly aliases: readonly string[];
  readonly least: number;
  readonly most: number;
  /** The function shapes the whole result, and encloses everything else. */
  readonly outermost?: true;
}

/** Maximum number of arguments of a function. */
export const MAX_ARGUMENTS = 100;

/** The functions of expressions by canonical name. Names are case-insensitive. */
export const FUNCTIONS = {
  abs: signature(1, 1),
  sign: signature(1, 1, "sgn"),
  floor: signature(1, 1),
  ceil: signature(1, 1, "ceiling"),
  round: signature(1, 2),
  min: signature(1, MAX_ARGUMENTS),
  max: signature(1, MAX_ARGUMENTS),
  gcd: signature(1, MAX_ARGUMENTS, "gcf", "hcf"),
  lcm: signature(1, MAX_ARGUMENTS),
  gcdext: signature(2, 2, "xgcd", "egcd", "bezout"),
  isqrt: signature(1, 1, "sqrtint"),
  iroot: signature(2, 2, "root", "nthroot"),
  sqrt: signature(1, 1),
  powmod: signature(3, 3, "modpow", "powermod", "pow"),
  modinv: signature(2, 2, "invmod", "inverse", "inverse_mod"),
  crt: signature(2, 2, "chinese"),
  order: signature(2, 2, "znorder", "multiplicative_order"),
  jacobi: signature(2, 2, "legendre", "kronecker"),
  isprime: signature(1, 1, "is_prime", "primeq"),
  nextprime: signature(1, 1, "next_prime"),
  prevprime: signature(1, 1, "precprime"),
  factor: signature(1, 1, "factorint", "ifactor", "factors"),
  divisors: signature(1, 1),
  sigma: signature(1, 2, "sumdivisors", "divisor_sigma"),
  totient: signature(1, 1, "phi", "eulerphi", "eulertotient"),
  binomial: signature(2, 2, "ncr", "c", "choose", "comb", "combinations"),
  permutations: signature(2, 2, "npr", "p", "perm"),
  multinomial: signature(1, MAX_ARGUMENTS),
  subfactorial: signature(1, 1, "derangements"),
  primorial: signature(1, 1),
  catalan: signature(1, 1),
  fibonacci: signature(1, 1, "fib", "f"),
  lucas: signature(1, 1, "l"),
  partitions: signature(1, 1, "numbpart", "npartitions"),
  stirling2: signature(2, 2, "stirling", "stirlings2"),
  bell: signature(1, 1, "bellnumbers"),
  digits: signature(1, 1, "numdigits", "length"),
  digitsum: signature(1, 2, "sumdigits"),
  leading: { ...signature(2, 2), outermost: true },
  trailing: { ...signature(2, 2), outermost: true },
  decimal: { ...signature(2, 2), outermost: true },
  base: { ...signature(2, 2), outermost: true },
} as const satisfies Readonly<Record<string, FunctionSignature>>;

export type FunctionName = keyof typeof FUNCTIONS;

function signature(least: number, most: number, ...aliases: string[]): FunctionSignature {
  return { aliases, least, most };
}
