"""Random outlines and residues as one line of JSON each, as outlines_test.ts expects them.

    python3 outlines.py --count 300 --seed 1

A line holds the operation, its input with the option `outline` or `mod`, and the expected fields of
the outline, the residue, or the common divisor of a number without an inverse. Arguments have up to
5,000 digits, evenly distributed in the logarithm of their number of digits.
"""

import argparse
import json
import math
import random
from typing import NamedTuple

import gmpy2
from gmpy2 import mpq, mpz

import large_values as large
from exact_values import product
from padic import Ratio, chinese_remainder

LONGEST = 5_000
RESIDUE_SHARE = 1 / 3

# Longer products are computed from prime powers.
SHORT_PRODUCT = 20_000

SMALL_PRIMES = [2, 3, 5, 7, 11, 13, 31, 97]


class NoInverse(NamedTuple):
    """Expected instead of a residue if the denominator and the modulus have this common divisor."""

    common_divisor: mpz

    def __str__(self):
        return str(self.common_divisor)


def some_natural(rng, longest=LONGEST, shortest=1):
    """A natural number: random, or near a small multiple of a power of 2, 5 or 10."""
    length = math.ceil(shortest * (longest / shortest) ** rng.random())
    if rng.random() < 0.7:
        return rng.randrange(10 ** (length - 1), 10**length)
    base = rng.choice([2, 5, 10])
    exponent = int((length - 1) / math.log10(base))
    return max(
        rng.randint(1, 30) * base**exponent // rng.choice([1, 1, 10]) + rng.randint(-3, 3), 0
    )


def signed(rng, n):
    return -n if rng.random() < 0.3 else n


def one_natural(rng, longest):
    return {"n": some_natural(rng, longest)}


def one_integer(rng, longest):
    return {"n": signed(rng, some_natural(rng, longest))}


def two_naturals(rng, longest):
    n = some_natural(rng, longest)
    k = some_natural(rng, rng.choice([len(str(n)), longest]))
    return {"n": n, "k": rng.choice([k, min(k, n), max(n - k, 0)])}


def binomial_input(rng, longest):
    values = two_naturals(rng, longest)
    if rng.random() < 0.2:
        values["n"] = -values["n"]
    return values


def multifactorial_input(rng, longest):
    n = some_natural(rng, longest)
    k = rng.choice([1, 2, 3, 10, rng.randint(1, 1000), some_natural(rng, len(str(n)))])
    return {"n": n, "k": max(k, 1)}


def primorial_input(rng, _):
    return {"n": int(2 * 10 ** (6 * rng.random())) - 1}


def power_input(rng, longest):
    draw = rng.choice([whole_base, decimal_base, fraction_base, near_power_of_ten])
    base = draw(rng)
    base = -base if rng.random() < 0.3 else base
    exponent = signed(rng, some_natural(rng, longest))
    return {"base": base, "exponent": max(exponent, 0) if base == 0 else exponent}


def whole_base(rng):
    zeros = rng.choice([0, 0, 0, rng.randint(1, 20)])
    return mpq(some_natural(rng, 60) * 10**zeros)


def decimal_base(rng):
    numerator = rng.choice(
        [some_natural(rng, 60), 2 ** rng.randint(0, 60), 5 ** rng.randint(0, 60)]
    )
    return mpq(numerator, 10 ** rng.randint(1, 40))


def fraction_base(rng):
    return mpq(some_natural(rng, 40), max(some_natural(rng, 40), 1))


def near_power_of_ten(rng):
    distance = rng.choice([-1, 0, 1, 1])
    places = rng.choice([0, 0, rng.randint(1, 300)])
    return (mpq(10) ** rng.randint(1, 300) + distance) / mpq(10) ** places


# For each operation: the function for its outline, and the generator of its inputs.
OUTLINES = {
    "factorial": (large.factorial, one_natural),
    "multifactorial": (large.multifactorial, multifactorial_input),
    "fibonacci": (large.fibonacci, one_integer),
    "lucas": (large.lucas, one_integer),
    "primorial": (large.primorial, primorial_input),
    "pow": (large.power, power_input),
    "binomial": (large.binomial, binomial_input),
    "permutations": (large.permutations, two_naturals),
    "catalan": (large.catalan, one_natural),
    "subfactorial": (large.subfactorial, one_natural),
}


def outline_case(operation, rng):
    compute, draw = OUTLINES[operation]
    values = draw(rng, LONGEST)
    leading = rng.randint(1, 50)
    # The reference takes seconds for the last digits of the longest products.
    is_long = max(abs(value.numerator) for value in map(mpq, values.values())) > 10**300
    trailing = rng.randint(0, 8 if is_long and rng.random() < 0.8 else 50)
    number = compute(**{name: whole(value) for name, value in values.items()})
    return {
        "input": {**texts(values), "outline": {"leading": leading, "trailing": trailing}},
        "outline": large.outline(number, leading, trailing, rng),
    }


def whole(value):
    return value if isinstance(value, mpq) else int(value)


def recurrence_residue(residue):
    def draw(rng):
        values = one_integer(rng, LONGEST)
        m = some_modulus(rng, 300)
        n = values["n"]
        value = residue(abs(n), m)
        # F(−n) = (−1)^(n+1) F(n) and L(−n) = (−1)^n L(n).
        is_negated = n < 0 and (n % 2 == 1) == (residue is large.lucas_residue)
        return values, m, -value % m if is_negated else value

    return draw


def power_residue(rng):
    values = power_input(rng, rng.choice([50, LONGEST]))
    m = some_modulus(rng, 300)
    base, exponent = values["base"], values["exponent"]
    if exponent < 0:
        base, exponent = 1 / base, -exponent
    if exponent > 0 and (divisor := gmpy2.gcd(base.denominator, m)) != 1:
        return values, m, NoInverse(divisor)
    inverse = gmpy2.invert(base.denominator, m) if m > 1 and exponent > 0 else 1
    return values, m, gmpy2.powmod(base.numerator * inverse, exponent, m)


def product_residue(draw, above_of, below_of=lambda **_: []):
    """Residues of quotients of products: exact products of few factors, or by prime powers."""

    def drawn(rng):
        values = draw(rng, rng.choice([5, 5, 200]))
        above, below = above_of(**values), below_of(**values)
        if above is None:
            return values, some_modulus(rng, 60), 0
        factors = sum(count for _, _, count in above + below)
        if factors > SHORT_PRODUCT:
            powers = some_prime_powers(rng)
            m = math.prod(p**exponent for p, exponent in powers)
            residues = [(Ratio(above, below, p).residue(e), mpz(p) ** e) for p, e in powers]
            return values, m, chinese_remainder(residues)
        m = some_modulus(rng, 60, near=factors)
        if below:
            return values, m, exact_quotient(above, below) % m
        return values, m, exact_product(above, m)

    return drawn


def exact_product(above, m):
    product = mpz(1)
    for first, step, count in above:
        for i in range(count):
            product = product * (first + i * step) % m
    return product % m


def exact_quotient(above, below):
    products = [math.prod(product(*part) for part in parts) for parts in (above, below)]
    return products[0] // products[1]


def signed_binomial_residue(rng):
    values, m, residue = BINOMIAL_RESIDUE(rng)
    is_negative = values["n"] < 0 and values["k"] % 2 == 1
    return values, m, -residue % m if is_negative else residue


def lucas_theorem(rng):
    """A binomial modulo a prime by the digits of n and k (Lucas 1878)."""
    p = int(gmpy2.next_prime(rng.randint(1, 10 ** rng.randint(1, 5))))
    n, k = some_natural(rng, 1000), some_natural(rng, 1000)
    values = {"n": max(n, k), "k": min(n, k)}
    residue, n, k = mpz(1), mpz(values["n"]), mpz(values["k"])
    while k and residue:
        residue = residue * gmpy2.bincoef(n % p, k % p) % p
        n, k = n // p, k // p
    return values, p, residue


def wilson(rng):
    """n! modulo a prime that is not much larger."""
    p = int(gmpy2.next_prime(rng.randint(200_000, 400_000)))
    n = p - int(10 ** (5 * rng.random()))
    return {"n": n}, p, gmpy2.fac(n) % p


def binomial_above(n, k):
    top = k - n - 1 if n < 0 else n
    if k > top:
        return None
    least = min(k, top - k)
    return [(top - least + 1, 1, least)]


def binomial_below(n, k):
    top = k - n - 1 if n < 0 else n
    return [(1, 1, min(k, max(top - k, 0)))]


def multifactorial_above(n, k):
    count = (n + k - 1) // k
    return [(n - (count - 1) * k, k, count)]


def subfactorial_case(rng):
    if rng.random() < 0.5:
        n, m = some_natural(rng, 4), some_modulus(rng, 60)
    else:
        n, m = some_natural(rng, LONGEST), math.prod(p**e for p, e in some_prime_powers(rng))
    return {"n": n}, m, large.subfactorial_residue(n, m)


def primorial_residue(rng):
    values, m = primorial_input(rng, None), some_modulus(rng, 100)
    return values, m, gmpy2.primorial(values["n"]) % m


BINOMIAL_RESIDUE = product_residue(binomial_input, binomial_above, binomial_below)

RESIDUES = {
    "factorial": [product_residue(one_natural, lambda n: [(1, 1, n)])] * 3 + [wilson],
    "multifactorial": [product_residue(multifactorial_input, multifactorial_above)],
    "fibonacci": [recurrence_residue(large.fibonacci_residue)],
    "lucas": [recurrence_residue(large.lucas_residue)],
    "primorial": [primorial_residue],
    "pow": [power_residue],
    "binomial": [signed_binomial_residue, signed_binomial_residue, lucas_theorem],
    "permutations": [
        product_residue(two_naturals, lambda n, k: None if k > n else [(n - k + 1, 1, k)])
    ],
    "catalan": [
        product_residue(
            one_natural,
            lambda n: [(n + 2, 1, n - 1)] if n else [],
            lambda n: [(1, 1, n)],
        )
    ],
    "subfactorial": [subfactorial_case],
}


def some_modulus(rng, longest, near=1):
    kind = rng.random()
    if kind < 0.1:
        return rng.choice([1, 2, 4, 8, 9, 10, 10**9 + 7, 2**61 - 1])
    if kind < 0.2:
        return math.prod(p**exponent for p, exponent in some_prime_powers(rng))
    if kind < 0.3:
        return int(gmpy2.next_prime(near + int(10 ** (8 * rng.random()))))
    return max(some_natural(rng, longest), 1)


def some_prime_powers(rng):
    primes = rng.sample(SMALL_PRIMES, rng.randint(1, 3))
    return [(p, rng.randint(1, max(2, int(30 / p)))) for p in primes]


def residue_case(operation, rng):
    values, m, residue = rng.choice(RESIDUES[operation])(rng)
    field = "common_divisor" if isinstance(residue, NoInverse) else "residue"
    return {"input": {**texts(values), "mod": str(m)}, field: str(residue)}


def texts(values):
    return {name: str(value) for name, value in values.items()}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    operations = list(OUTLINES)
    for index in range(options.count):
        rng = random.Random(f"{index}:{options.seed}")
        operation = operations[index % len(operations)]
        draw = residue_case if rng.random() < RESIDUE_SHARE else outline_case
        print(json.dumps({"operation": operation, **draw(operation, rng)}), flush=True)


if __name__ == "__main__":
    main()
