"""Products and subfactorials in full."""

import math

import gmpy2
from gmpy2 import mpz


def product(first, step, count):
    """first (first + step) …, by recursive halving."""
    if count <= 8:
        return math.prod((first + i * step for i in range(count)), start=mpz(1))
    half = count // 2
    return product(first, step, half) * product(first + half * step, step, count - half)


def exact_subfactorial(n):
    """⌊(n! + 1)/e⌋."""
    if n == 0:
        return mpz(1)
    value = gmpy2.fac(n)
    with gmpy2.context(gmpy2.get_context(), precision=value.bit_length() + 64):
        return mpz(gmpy2.floor((gmpy2.mpfr(value) + 1) * gmpy2.exp(gmpy2.mpfr(-1))))
