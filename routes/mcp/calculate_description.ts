import { FUNCTIONS } from "../../domain/expressions/functions.ts";

/** The grammar of expressions for a model that reads nothing else. */
export const CALCULATE_DESCRIPTION = `\
Exact integers and fractions of any size, digit for digit: no rounding, no floating point. \
Evaluates one expression.

Grammar:
1. Numbers: 20, 0.5 (exactly 1/2), 1e-3, 0xff, 1_000_000. Every number is exact.
2. From tightest to loosest: n! n!! n# (factorial, double factorial, primorial); a^b; -a; \
a*b a/b a//b (quotient rounded down) a mod b; a + b a - b; == != < <= > >=; not; and; or.
3. 2^3^2 is 2^9, -2^2 is -4. Write * for every product: 2*(3 + 4), never 2(3 + 4).
4. Functions take brackets, lists are [2, 3, 5]: gcd(12, 18), crt([2, 3], [3, 5]).
5. leading(x, k), trailing(x, k), decimal(x, places) and base(n, b) enclose everything else.

Functions: ${
  Object.keys(FUNCTIONS).join(", ")
}. There is no pi, e, sin or ln, because their values \
are not exact.

Write numbers in the expression, never as JSON numbers. Use digits(), leading(), trailing() and mod \
for numbers too large to write. A result that is longer than max_characters is described by its \
ends, its length and its SHA-256; the tool digits returns any part of it. A result that is too large \
to compute is described in the same way, without an error.`;
