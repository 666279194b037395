"""Results of operations: exact numbers if short, otherwise logarithms and residues.

Logarithms come from mpmath and, for half of the shorter arguments, PARI. Last digits of products
come from Morita's gamma function, those of linear recurrences from PARI's polynomial quotient rings.
"""

import sys

import gmpy2
import mpmath
from cypari import pari
from gmpy2 import mpq, mpz

from exact_values import exact_subfactorial, product
from padic import Ratio, chinese_remainder

sys.set_int_max_str_digits(0)
pari.allocatemem(2**28, 2**30, silent=True)

# Longer results are outlined from logarithms.
EXACT_DIGITS = 100_000

# PARI recomputes its Bernoulli numbers for each precision.
PARI_DIGITS = 400


class LargeValue:
    """A number of many digits: its sign, its logarithm and, for an integer, its last digits."""

    def __init__(self, ln, argument_digits, last_digits, sign=1):
        self.ln, self.argument_digits = ln, argument_digits
        self.last_digits, self.sign = last_digits, sign

    def digits(self, functions):
        """The approximate number of decimal digits."""
        with mpmath.workdps(self.argument_digits + 30):
            return self.ln(functions) / mpmath.log(10)


class PowerOfTen:
    def __init__(self, exponent, sign):
        self.exponent, self.sign = exponent, sign


class MpmathFunctions:
    """Functions at mpmath's working precision."""

    ln = staticmethod(mpmath.log)
    ln_gamma = staticmethod(mpmath.loggamma)


class PariFunctions:
    """The same functions, evaluated by PARI."""

    @staticmethod
    def ln(x):
        return evaluated("log", x)

    @staticmethod
    def ln_gamma(x):
        # For smaller arguments PARI uses the reflection formula and returns a complex number.
        return evaluated("lngamma", x) if x >= 1 else mpmath.loggamma(x)


def evaluated(function, x):
    pari.set_real_precision(mpmath.mp.dps + 20)
    return mpmath.mpf(str(getattr(pari(mpmath.nstr(x, mpmath.mp.dps + 10)), function)()))


def functions_for(value, rng):
    shorter = value.argument_digits <= PARI_DIGITS
    return PariFunctions if shorter and rng.random() < 0.5 else MpmathFunctions


def exact_or(value, compute):
    """The exact result if it is short enough."""
    return compute() if value.digits(MpmathFunctions) <= EXACT_DIGITS else value


def factorial(n):
    if n < 20_000:
        return gmpy2.fac(n)
    return LargeValue(
        lambda functions: functions.ln_gamma(mpmath.mpf(n) + 1),
        len(str(n)),
        last_digits_of_ratio([(1, 1, n)], []),
    )


def multifactorial(n, k):
    count = (n + k - 1) // k
    return progression(n - (count - 1) * k, k, count)


def permutations(n, k):
    return mpz(0) if k > n else progression(n - k + 1, 1, k)


def progression(first, step, count):
    if count <= 8:
        return product(first, step, count)
    value = LargeValue(
        lambda functions: ln_of_progression(first, step, count, functions),
        len(str(first + step * count)),
        last_digits_of_ratio([(first, step, count)], []),
    )
    return exact_or(value, lambda: product(first, step, count))


def ln_of_progression(first, step, count, functions):
    start = mpmath.mpf(first) / step
    gammas = functions.ln_gamma(start + count) - functions.ln_gamma(start)
    return gammas + (count * functions.ln(mpmath.mpf(step)) if step > 1 else 0)


def binomial(n, k):
    sign = 1
    if n < 0:
        n, sign = k - n - 1, -1 if k % 2 else 1
    if k < 0 or k > n:
        return mpz(0)
    k = min(k, n - k)
    if k <= 8:
        return sign * product(n - k + 1, 1, k) // gmpy2.fac(k)
    value = LargeValue(
        lambda functions: ln_of_progression(n - k + 1, 1, k, functions)
        - functions.ln_gamma(mpmath.mpf(k) + 1),
        len(str(n)),
        last_digits_of_ratio([(n - k + 1, 1, k)], [(1, 1, k)]),
        sign,
    )
    return exact_or(value, lambda: sign * gmpy2.bincoef(n, k))


def catalan(n):
    if n < 100_000:
        return gmpy2.bincoef(2 * n, n) // (n + 1)
    return LargeValue(
        lambda functions: functions.ln_gamma(mpmath.mpf(2 * n) + 1)
        - functions.ln_gamma(mpmath.mpf(n) + 1)
        - functions.ln_gamma(mpmath.mpf(n) + 2),
        len(str(n)),
        last_digits_of_ratio([(n + 2, 1, n - 1)], [(1, 1, n)]),
    )


def subfactorial(n):
    if n < 20_000:
        return exact_subfactorial(n)
    # !n is the integer nearest to n!/e.
    return LargeValue(
        lambda functions: functions.ln_gamma(mpmath.mpf(n) + 1) - 1,
        len(str(n)),
        last_digits_of_residues(lambda modulus: subfactorial_residue(n, modulus)),
    )


def subfactorial_residue(n, modulus):
    """By !i = i · !(i − 1) + (−1)^i, or 1 − n (1 − (n−1) (1 − …)) until the product is 0."""
    if n <= 10_000:
        value = mpz(1)
        for i in range(1, n + 1):
            value = (value * i + (-1) ** i) % modulus
        return value % modulus
    terms, product = 0, mpz(1)
    while product:
        product = product * (n - terms) % modulus
        terms += 1
    total = mpz(0)
    for i in range(terms - 1, -1, -1):
        total = (1 - (n - i) * total) % modulus
    return total if n % 2 == 0 else -total % modulus


def primorial(n):
    value = gmpy2.primorial(n)
    if gmpy2.num_digits(value) <= EXACT_DIGITS:
        return value
    return LargeValue(
        lambda functions: functions.ln(mpmath.mpf(value)),
        8,
        last_digits_of_residues(lambda modulus: value % modulus),
    )


def fibonacci(n):
    sign = -1 if n < 0 and n % 2 == 0 else 1
    n = abs(n)
    if n <= 400_000:
        return sign * gmpy2.fib(n)
    return LargeValue(
        lambda functions: n * ln_of_golden_ratio(functions) - functions.ln(mpmath.mpf(5)) / 2,
        len(str(n)),
        last_digits_of_residues(lambda modulus: fibonacci_residue(n, modulus)),
        sign,
    )


def lucas(n):
    sign = -1 if n < 0 and n % 2 else 1
    n = abs(n)
    if n <= 400_000:
        return sign * gmpy2.lucas(n)
    return LargeValue(
        lambda functions: n * ln_of_golden_ratio(functions),
        len(str(n)),
        last_digits_of_residues(lambda modulus: lucas_residue(n, modulus)),
        sign,
    )


def ln_of_golden_ratio(functions):
    return functions.ln((1 + mpmath.sqrt(5)) / 2)


def fibonacci_residue(n, modulus):
    return golden_power(n, modulus)[1] % modulus


def lucas_residue(n, modulus):
    constant, linear = golden_power(n, modulus)
    return (2 * constant + linear) % modulus


def golden_power(n, modulus):
    """F(n − 1) and F(n) modulo m: x^n = F(n) x + F(n − 1) modulo x² − x − 1."""
    power = pari(f"lift(lift(Mod(Mod(1, {modulus}) * x, x^2 - x - 1)^({n})))")
    return tuple(mpz(str(pari(f"polcoef({power}, {degree}, x)"))) for degree in (0, 1))


def power(base, exponent):
    if exponent == 0:
        return mpz(1)
    if base == 0:
        return mpz(0)
    sign = -1 if base < 0 and exponent % 2 else 1
    base = abs(base) if exponent > 0 else 1 / abs(base)
    times = abs(exponent)
    p, above = gmpy2.remove(base.numerator, 10)
    q, below = gmpy2.remove(base.denominator, 10)
    shift = (above - below) * times
    if p == q == 1:
        return PowerOfTen(shift, sign)
    digits = len(str(base.numerator)) + len(str(base.denominator))
    if digits * times <= EXACT_DIGITS:
        return sign * mpq(base.numerator**times, base.denominator**times)

    def last_digits(count):
        return shift, gmpy2.powmod(p, times, mpz(10) ** count)

    return LargeValue(
        lambda functions: times * functions.ln(mpmath.mpf(base.numerator) / base.denominator),
        len(str(times)) + digits,
        last_digits if q == 1 and shift >= 0 else None,
        sign,
    )


def last_digits_of_ratio(above, below):
    """The number of trailing zeros, and the digits before them."""

    def last_digits(count):
        two, five = Ratio(above, below, 2), Ratio(above, below, 5)
        zeros = min(two.valuation, five.valuation)
        congruences = []
        for part, other in ((two, 5), (five, 2)):
            modulus = mpz(part.p) ** count
            residue = mpz(0)
            if part.valuation - zeros < count:
                rest = gmpy2.powmod(gmpy2.invert(other, modulus), zeros, modulus)
                residue = part.p ** (part.valuation - zeros) * part.unit(count) * rest % modulus
            congruences.append((residue, modulus))
        return zeros, chinese_remainder(congruences)

    return last_digits


def last_digits_of_residues(residue_of):
    def last_digits(count):
        length = count
        while True:
            length += 50
            residue = residue_of(mpz(10) ** length)
            rest, zeros = gmpy2.remove(residue, 10) if residue else (0, length)
            if zeros + count <= length:
                return zeros, rest % mpz(10) ** count
            length *= 2

    return last_digits


def outline(value, leading, trailing, rng):
    """The fields of an outline, with integers as strings."""
    if isinstance(value, LargeValue):
        return outline_of_large(value, leading, trailing, rng)
    if isinstance(value, PowerOfTen):
        return outline_of_power_of_ten(value, leading, trailing)
    return outline_of_exact(mpq(value), leading, trailing)


def outline_of_large(value, leading, trailing, rng):
    exponent10, first = first_digits(value, leading, functions_for(value, rng))
    end = None
    if value.last_digits:
        count = max(trailing, 1)
        zeros, residue = value.last_digits(count)
        last = residue.digits().rjust(count, "0") if trailing else ""
        end = zeros, last, (last + "0" * min(zeros, trailing))[-trailing:] if trailing else ""
    return members(value.sign, exponent10, first, end)


def first_digits(value, leading, functions):
    """Leading digits on which the logarithm ± a bound on its error agrees."""
    guard = 20
    while True:
        ends = []
        with mpmath.workdps(value.argument_digits + leading + 2 * guard + 20):
            log10 = value.ln(functions) / mpmath.log(10)
            bound = mpmath.mpf(10) ** (-leading - guard)
            for error in (-bound, bound):
                exponent10 = mpmath.floor(log10 + error)
                first = mpmath.floor(mpmath.mpf(10) ** (log10 + error - exponent10 + leading - 1))
                ends.append((mpz(int(exponent10)), mpz(int(first)).digits()))
        if ends[0] == ends[1]:
            return ends[0]
        guard *= 4


def outline_of_power_of_ten(value, leading, trailing):
    exponent = value.exponent
    if exponent < 0:
        return members(value.sign, exponent, "1", None)
    text = "1" + "0" * min(exponent, 60)
    end = exponent, "1"[:trailing], text[-trailing:] if trailing else ""
    return members(value.sign, exponent, text[:leading], end)


def outline_of_exact(value, leading, trailing):
    if value == 0:
        last = "0" if trailing else ""
        return {**members(0, 0, "0", (0, last, last)), "digits": "1"}
    sign, magnitude = (-1 if value < 0 else 1), abs(value)
    if magnitude.denominator == 1:
        text = magnitude.numerator.digits()
        rest = text.rstrip("0")
        last = (rest[-trailing:], text[-trailing:]) if trailing else ("", "")
        return members(sign, len(text) - 1, text[:leading], (len(text) - len(rest), *last))
    exponent10 = gmpy2.num_digits(magnitude.numerator) - gmpy2.num_digits(magnitude.denominator)
    while compare_with_power_of_ten(magnitude, exponent10) < 0:
        exponent10 -= 1
    while compare_with_power_of_ten(magnitude, exponent10 + 1) >= 0:
        exponent10 += 1
    scaled = magnitude * mpq(10) ** (leading - 1 - exponent10)
    first = (scaled.numerator // scaled.denominator).digits()
    # A finite decimal has no zeros after its last digit.
    return members(sign, exponent10, first.rstrip("0") if scaled.denominator == 1 else first, None)


def compare_with_power_of_ten(value, exponent):
    difference = value - mpq(10) ** exponent
    return (difference > 0) - (difference < 0)


def members(sign, exponent10, first, end):
    zeros, last_nonzero, trailing = end or (None, None, None)
    point = "." + first[1:] if len(first) > 1 else ""
    scientific = f"{'-' if sign < 0 else ''}{first[0]}{point}e{int(exponent10):+d}" if sign else "0"
    return {
        "sign": sign,
        "digits": str(max(exponent10 + 1, 0)),
        "exponent10": str(exponent10),
        "leading": first,
        "scientific": scientific,
        "trailing": trailing,
        "trailing_zeros": None if zeros is None else str(zeros),
        "last_nonzero": last_nonzero,
    }
