"""Products of arithmetic progressions modulo prime powers, by Morita's p-adic gamma function.

A continuous function on the p-adic integers is a series of binomial coefficients whose coefficients
are the differences of its first values (Mahler, An interpolation series for continuous functions of a
p-adic variable, 1958). Modulo a prime power they are 0 above some index.
"""

from functools import cache

import gmpy2
from gmpy2 import mpz

# C(z, j) modulo p^e depends on z modulo p^(e + log_p j).
SPARE_EXPONENT = 16


class MahlerSeries:
    """A function modulo p^exponent, from its values at 0, 1, 2, …"""

    def __init__(self, values, p, exponent):
        self.modulus = mpz(p) ** exponent
        self.period = mpz(p) ** (exponent + SPARE_EXPONENT)
        row, coefficients = list(values), []
        while row:
            coefficients.append(row[0] % self.modulus)
            row = [(b - a) % self.modulus for a, b in zip(row, row[1:])]
        while coefficients and coefficients[-1] == 0:
            coefficients.pop()
        assert 4 * len(coefficients) < 3 * len(values), "The series needs more values"
        self.coefficients = coefficients

    def __call__(self, z):
        z, total, binomial = z % self.period, mpz(0), mpz(1)
        for j, coefficient in enumerate(self.coefficients):
            total += coefficient * binomial
            binomial = binomial * (z - j) // (j + 1)
        return total % self.modulus


class MoritaGamma:
    """Γ_p modulo p^exponent: Γ_p(0) = 1, and Γ_p(x + 1)/Γ_p(x) is −x for units x, otherwise −1."""

    def __init__(self, p, exponent):
        self.p, self.exponent = p, exponent
        self.stride = {2: 8, 3: 9}.get(p, p)
        self.modulus = mpz(p) ** exponent
        self.values = [mpz(1)]
        for n in range(self.stride * (4 * exponent + 40)):
            self.values.append(-self.values[-1] * (n if n % p else 1) % self.modulus)
        self.series = {}

    def __call__(self, x):
        z, residue_class = divmod(x, self.stride)
        residue_class = int(residue_class)
        if residue_class not in self.series:
            values = self.values[residue_class :: self.stride]
            self.series[residue_class] = MahlerSeries(values, self.p, self.exponent)
        return self.series[residue_class](z)


@cache
def morita_gamma(p, exponent):
    return MoritaGamma(p, exponent)


class Progression:
    """first · (first + step) · …: `count` positive factors, as p^valuation · unit."""

    def __init__(self, first, step, count, p):
        common = min(valuation(first, p), valuation(step, p))
        first, step = mpz(first) // p**common, mpz(step) // p**common
        self.p, self.step, self.count = p, step, mpz(count)
        self.valuation = common * self.count
        self.levels = []
        count = self.count
        while count > 0:
            index = -first * gmpy2.invert(step, p) % p if step % p else count
            multiples = max((count - index + p - 1) // p, 0)
            self.levels.append((first, count, multiples))
            self.valuation += multiples
            first, count = (first + index * step) // p, multiples

    def unit(self, exponent):
        modulus = mpz(self.p) ** exponent
        if self.step % self.p == 0:
            return self.product_of_units(exponent)
        gamma = morita_gamma(self.p, exponent)
        period = mpz(self.p) ** (exponent + SPARE_EXPONENT) * gamma.stride
        inverse = gmpy2.invert(self.step, period) if self.step != 1 else 1
        above = below = mpz(1)
        units = 0
        for first, count, multiples in self.levels:
            start = first % period * inverse % period
            above = above * gamma((start + count) % period) % modulus
            below = below * gamma(start) % modulus
            above *= (-1) ** int(count % 2)
            units += count - multiples
        quotient = above * gmpy2.invert(below, modulus) * gmpy2.powmod(self.step, units, modulus)
        return quotient % modulus

    def product_of_units(self, exponent):
        """The product if p divides the step: first^count · Π (1 + i · step/first)."""
        if self.count == 0:
            return mpz(1)
        first, modulus = self.levels[0][0], mpz(self.p) ** exponent
        slope = self.step * gmpy2.invert(first, modulus) % modulus
        values = [mpz(1)]
        for i in range(8 * exponent + 40):
            values.append(values[-1] * (1 + i * slope) % modulus)
        rest = MahlerSeries(values, self.p, exponent)(self.count)
        return gmpy2.powmod(first, self.count, modulus) * rest % modulus


class Ratio:
    """An integer that is a quotient of progressions (first, step, count), as p^valuation · unit."""

    def __init__(self, above, below, p):
        self.above = [Progression(*progression, p) for progression in above]
        self.below = [Progression(*progression, p) for progression in below]
        self.p = p
        self.valuation = sum(part.valuation for part in self.above)
        self.valuation -= sum(part.valuation for part in self.below)

    def unit(self, exponent):
        modulus, unit = mpz(self.p) ** exponent, mpz(1)
        for part in self.above:
            unit = unit * part.unit(exponent) % modulus
        for part in self.below:
            unit = unit * gmpy2.invert(part.unit(exponent), modulus) % modulus
        return unit

    def residue(self, exponent):
        if self.valuation >= exponent:
            return mpz(0)
        return self.p**self.valuation * self.unit(exponent) % mpz(self.p) ** exponent


def valuation(n, p):
    return gmpy2.remove(mpz(n), p)[1] if n else 0


def chinese_remainder(congruences):
    """The least solution for coprime moduli."""
    solution, product = mpz(0), mpz(1)
    for residue, modulus in congruences:
        missing = (residue - solution) * gmpy2.invert(product, modulus) % modulus
        solution, product = solution + product * missing, product * modulus
    return solution
