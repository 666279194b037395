"""Random inputs for each operation, for a given number of digits of the result."""

import math

from gmpy2 import mpq, mpz

# The service accepts numbers of up to a million digits, decimal places included.
LONGEST_BASE = 400_000

LOG10_PHI = math.log10((1 + math.sqrt(5)) / 2)


class Number:
    """±digits × 10^exponent, which can be written in many notations."""

    def __init__(self, digits, exponent=0, negative=False):
        self.digits, self.exponent, self.negative = str(digits), exponent, negative

    def value(self):
        magnitude = mpq(mpz(self.digits)) * mpq(10) ** self.exponent
        return -magnitude if self.negative else magnitude

    def written(self, rng):
        moved = rng.choice([0, 0, rng.randint(-9, 9), rng.randint(-len(self.digits), 99)])
        text = "0" * rng.choice([0, 0, 0, 1, 7]) + pointed(self.digits, self.exponent - moved)
        zeros = "0" * rng.choice([0, 0, 0, 1, 5])
        text += zeros if "." in text or not zeros else "." + zeros
        if moved or rng.random() < 0.1:
            text += rng.choice("eE") + rng.choice(["", "+"] if moved >= 0 else [""]) + str(moved)
        return ("-" if self.negative else "") + text


def pointed(digits, exponent):
    if exponent >= 0:
        return digits + "0" * exponent
    digits = digits.rjust(1 - exponent, "0")
    return digits[:exponent] + "." + digits[exponent:]


def factorial_input(rng, digits):
    low, high = 0, digits + 20
    while low < high:
        middle = (low + high + 1) // 2
        fits = math.lgamma(middle + 1) / math.log(10) < digits
        low, high = (middle, high) if fits else (low, middle - 1)
    return {"n": Number(low)}


def fibonacci_input(rng, digits):
    return {"n": Number(round((digits - 1 + rng.random()) / LOG10_PHI))}


def power_input(rng, digits):
    draw = rng.choice([whole_base, decimal_base, round_base, finite_reciprocal, fraction])
    base, digits_per_exponent, direction = draw(rng, digits)
    base.negative = rng.random() < 0.4
    times = max(int(digits / max(digits_per_exponent, 0.05)), 1)
    return {"base": base, "exponent": Number(times, 0, direction < 0)}


def whole_base(rng, digits):
    base = some_digits(rng, digits)
    return Number(base), log10(base), 1


def decimal_base(rng, digits):
    base = some_digits(rng, digits)
    places = rng.randint(1, len(base) + 3)
    return Number(base, -places), max(log10(base), places), 1


def round_base(rng, digits):
    base, zeros = str(rng.randint(1, 99)), rng.randint(-12, 12)
    return Number(base, zeros), log10(base) + abs(zeros), rng.choice([1, -1])


def finite_reciprocal(rng, digits):
    prime, zeros = rng.choice([2, 5]), rng.randint(-5, 5)
    root = log_uniform(rng, min(digits, LONGEST_BASE))
    places = root + zeros
    digits_per_exponent = max(places, root * math.log10(10 / prime) - min(places, 0))
    return Number(mpz(prime) ** root, zeros), digits_per_exponent, -1


def fraction(rng, digits):
    shared = rng.choice([1, 3, 2 ** rng.randint(1, 60), 5 ** rng.randint(1, 30)])
    base = (mpz(some_digits(rng, digits)) * shared).digits()
    places = rng.choice([0, rng.randint(0, len(base) + 3)])
    return Number(base, -places), len(base) + places, -1


def some_digits(rng, limit):
    length = log_uniform(rng, min(limit, LONGEST_BASE))
    return str(rng.randint(1, 9)) + "".join(rng.choices("0123456789", k=length - 1))


def log_uniform(rng, limit):
    return math.ceil(limit ** rng.random())


def log10(digits):
    return math.log10(float("0." + digits[:25])) + len(digits)


def natural_edges(rng):
    small = [0, 1, 2, 3, 17, 18, 19, 20, 21, 33, 34, 77, 78, 79, 155, 156, 157, 1000]
    near_powers = [2**bits + step for bits in (5, 8, 10, 12, 14) for step in (-1, 0, 1)]
    unusual = [Number(0, 0, True), Number(2, 2)]
    refused = [Number(rng.randint(1, 99), exponent, True) for exponent in (0, 3, -3)]
    refused += [Number(15, -1), Number(rng.randint(1, 9), -1)]
    return [{"n": n} for n in [*map(Number, small + near_powers), *unusual, *refused]]


def power_edges(rng):
    long = rng.randint(1000, 5000)
    powers_of_ten = [(10, 0), (1, 9), (1, -9), (12, 3), (3, -7)]
    bases = [(0, 0), (1, 0), *((base, 0) for base in (2, 3, 4, 5, 6, 7, 125)), *powers_of_ten]
    bases += [(15, -1), (75, -1), (4, -1), (10**40 - 1, 0), (10**60 + 1, -30)]
    bases += [(some_digits(rng, long), -rng.randint(0, long))]
    exponents = [(times, 0) for times in (0, 1, 2, 3, 4, 7, 8, 15, 16, 17)]
    pairs = [(base, exponent) for base in bases for exponent in exponents]
    pairs += [((base, 0), (7, 5000)) for base in (0, 1)]
    return [
        {"base": Number(*base, negative), "exponent": Number(*exponent, reciprocal)}
        for base, exponent in pairs
        for negative in (False, True)
        for reciprocal in (False, True)
    ]
