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
    return {"n": Number(largest(digits + 20, lambda n: log10_falling(n, n) < digits))}


def fibonacci_input(rng, digits):
    n = round((digits - 1 + rng.random()) / LOG10_PHI)
    return {"n": Number(n, 0, rng.random() < 0.2)}


def subfactorial_input(rng, digits):
    return {"n": Number(largest(digits + 20, lambda n: log10_falling(n, n) - 0.43 < digits))}


def catalan_input(rng, digits):
    return {"n": Number(largest(2 * digits + 20, lambda n: n * math.log10(4) < digits))}


def primorial_input(rng, digits):
    return {"n": Number(round(digits * math.log(10) * rng.uniform(0.9, 1)))}


def multifactorial_input(rng, digits):
    k = rng.choice([1, 2, 2, 3, log_uniform(rng, 10**6)])
    count = largest(digits + 20, lambda c: log10_falling(c, c) + c * math.log10(k) < digits)
    return {"n": Number(max(count * k - rng.randrange(k), 0)), "k": Number(k)}


def permutations_input(rng, digits):
    n, k = some_falling(rng, digits, lambda _: 0)
    return {"n": Number(n), "k": Number(k)}


def binomial_input(rng, digits):
    n, k = some_falling(rng, digits, lambda k: log10_falling(k, k))
    if rng.random() < 0.2:
        return {"n": Number(n - k + 1, 0, True), "k": Number(k)}
    return {"n": Number(n), "k": Number(rng.choice([k, n - k]))}


def some_falling(rng, digits, log10_divisor):
    """n and k ≤ n such that n(n−1)…(n−k+1), divided, has about `digits` digits."""
    if rng.random() < 0.3:
        length = log_uniform(rng, min(digits, 1_000))
        n = int(some_digits(rng, length))
        longest = min(n, 1 + digits // length, 10**6)
        return n, largest(longest, lambda k: k * math.log10(n) - log10_divisor(k) < digits)
    share = rng.uniform(0.05, 0.5)

    def fits(n):
        k = int(n * share)
        return log10_falling(n, k) - log10_divisor(k) < digits

    n = largest(20 * digits + 20, fits)
    return n, int(n * share)


def largest(high, fits):
    """The largest integer from 0 to `high` that fits."""
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def log10_falling(n, k):
    """log10 of n(n−1)…(n−k+1)."""
    return (math.lgamma(n + 1) - math.lgamma(n - k + 1)) / math.log(10)


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
    refused = [Number(rng.randint(1, 99), exponent, True) for exponent in (0, 3)]
    return [{"n": n} for n in naturals() + refused + fractions(rng)]


def integer_edges(rng):
    negative = [Number(number.digits, number.exponent, True) for number in naturals()]
    return [{"n": n} for n in naturals() + negative + fractions(rng)]


def pair_edges(rng):
    """Two naturals; the first may also be negative, and the second larger than the first."""
    numbers = [0, 1, 2, 3, 4, 10, 33, 78, 157, 1000, 10**6 + 3]
    smaller = [Number(k) for k in numbers[:-1]]
    pairs = [(Number(n, 0, sign), k) for n in numbers for sign in (False, True) for k in smaller]
    refused = [(Number(7), Number(3, 0, True)), (Number(7), Number(15, -1))]
    return [{"n": n, "k": k} for n, k in pairs + refused]


def naturals():
    small = [0, 1, 2, 3, 17, 18, 19, 20, 21, 33, 34, 77, 78, 79, 155, 156, 157, 1000]
    near_powers = [2**bits + step for bits in (5, 8, 10, 12, 14) for step in (-1, 0, 1)]
    return [*map(Number, small + near_powers), Number(0, 0, True), Number(2, 2)]


def fractions(rng):
    refused = [Number(rng.randint(1, 99), -3, True), Number(15, -1)]
    return [*refused, Number(rng.randint(1, 9), -1)]


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
