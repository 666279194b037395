/** How a function is called: its other names, and the number of its arguments. */
export interface FunctionSignature {
  readonly aliases: readonly string[];
  readonly least: number;
  readonly most: number;
  /** The function shapes the whole result, and encloses everything else. */
  readonly outermost?: true;
}

/** A function for people. */
export interface FunctionDefinition extends FunctionSignature {
  /** The names of its arguments, as in `x, places` and `n, …`. */
  readonly parameters: string;
  /** Its value in words. */
  readonly meaning: string;
}

/** Maximum number of arguments of a function. */
export const MAX_ARGUMENTS = 100;

/** The functions of expressions by canonical name. Names are case-insensitive. */
export const FUNCTIONS = {
  abs: define("x", "absolute value"),
  sign: define("x", "−1, 0 or 1", "sgn"),
  floor: define("x", "the largest integer that is not above x"),
  ceil: define("x", "the smallest integer that is not below x", "ceiling"),
  round: define(
    "x, places?",
    "x with so many decimal places, 0 by default and −100,000 to 100,000; halves go away from zero",
  ),
  min: define("x, …", "the smallest argument"),
  max: define("x, …", "the largest argument"),
  gcd: define("n, …", "greatest common divisor", "gcf", "hcf"),
  lcm: define("n, …", "least common multiple"),
  gcdext: define(
    "a, b",
    "the list [g, x, y] with g = gcd(a, b) = a·x + b·y",
    "xgcd",
    "egcd",
    "bezout",
  ),
  isqrt: define("n", "integer part of the square root", "sqrtint"),
  iroot: define("n, k", "integer part of the k-th root", "root", "nthroot"),
  sqrt: define("x", "the square root, if it is rational"),
  powmod: define("b, e, m", "b^e mod m", "modpow", "powermod", "pow"),
  modinv: define("a, m", "the inverse of a modulo m", "invmod", "inverse", "inverse_mod"),
  crt: define(
    "rests, moduli",
    "the least solution of the congruences that is not negative; both arguments are lists",
    "chinese",
  ),
  order: define("a, m", "the least k ≥ 1 with a^k = 1 modulo m", "znorder", "multiplicative_order"),
  jacobi: define("a, n", "Jacobi symbol", "legendre", "kronecker"),
  isprime: define("n", "whether n is a prime", "is_prime", "primeq"),
  nextprime: define("n", "the least prime above n", "next_prime"),
  prevprime: define("n", "the largest prime below n", "precprime"),
  factor: define("n", "the list of [prime, exponent]", "factorint", "ifactor", "factors"),
  divisors: define("n", "the list of positive divisors"),
  sigma: define(
    "n, k?",
    "sum of the k-th powers of the divisors; k is 1 by default",
    "sumdivisors",
    "divisor_sigma",
  ),
  totient: define("n", "how many of 1 to n are coprime to n", "phi", "eulerphi", "eulertotient"),
  binomial: define("n, k", "binomial coefficient", "ncr", "c", "choose", "comb", "combinations"),
  permutations: define("n, k", "n!/(n − k)!", "npr", "p", "perm"),
  multinomial: define("a, …", "(a + b + …)!/(a!·b!·…)"),
  subfactorial: define("n", "permutations of n items that leave none in place", "derangements"),
  primorial: define("n", "product of the primes up to n; printed as n#"),
  catalan: define("n", "Catalan number"),
  fibonacci: define("n", "Fibonacci number", "fib", "f"),
  lucas: define("n", "Lucas number", "l"),
  partitions: define(
    "n",
    "ways to write n as a sum, without regard to order",
    "numbpart",
    "npartitions",
  ),
  stirling2: define(
    "n, k",
    "ways to split n items into k non-empty sets",
    "stirling",
    "stirlings2",
  ),
  bell: define("n", "ways to split n items into non-empty sets", "bellnumbers"),
  digits: define("x", "number of digits of the integer part", "numdigits", "length"),
  digitsum: define("n, base?", "sum of the digits; base 10 by default", "sumdigits"),
  leading: { ...define("x, k", "the first k digits, 1 to 1,000"), outermost: true },
  trailing: { ...define("x, k", "the last k digits, at most 10,000"), outermost: true },
  decimal: {
    ...define("x, places", "x with so many decimal places, at most 1,000,000, truncated"),
    outermost: true,
  },
  base: { ...define("n, b", "n in base b, 2 to 36"), outermost: true },
} as const satisfies Readonly<Record<string, FunctionDefinition>>;

export type FunctionName = keyof typeof FUNCTIONS;

/** Parameters that end with `?` can be left out; `…` stands for any number of further arguments. */
function define(parameters: string, meaning: string, ...aliases: string[]): FunctionDefinition {
  const names = parameters.split(", ").filter((name) => name !== "…");
  return {
    parameters: parameters.replaceAll("?", ""),
    meaning,
    aliases,
    least: names.filter((name) => !name.endsWith("?")).length,
    most: parameters.endsWith("…") ? MAX_ARGUMENTS : names.length,
  };
}
