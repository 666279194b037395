"""Random values of arithmetic functions as one line of JSON each, as functions_test.ts expects them.

    python3 functions.py --count 300 --seed 1

A line holds the name of the function, its arguments and its value by PARI, gmpy2 or Python's own
integers.
"""

import argparse
import json
import math
import random
import sys
from fractions import Fraction

import gmpy2
from cypari import pari
from gmpy2 import mpz

sys.set_int_max_str_digits(0)
pari.allocatemem(2**28, 2**30, silent=True)


def number(rng, longest):
    length = math.ceil(longest ** rng.random())
    return rng.randrange(10 ** (length - 1), 10**length)


def signed(rng, n):
    return -n if rng.random() < 0.4 else n


def size(rng, largest):
    return math.floor(largest ** rng.random())


def integers(values):
    return [int(str(value)) for value in values]


def composite(rng):
    return math.prod(number(rng, 7) for _ in range(rng.randint(1, 4)))


def multinomial(rng):
    parts = [rng.choice([0, size(rng, 3_000)]) for _ in range(rng.randint(0, 9))]
    if rng.random() < 0.3:
        parts = [number(rng, 40), size(rng, 600), size(rng, 60)]
    value, total = mpz(1), 0
    for part in sorted(parts, reverse=True):
        total += part
        value *= gmpy2.bincoef(mpz(total), min(part, total - part))
    return parts, value


def partitions(rng):
    n = size(rng, 200_000)
    return [n], pari(f"numbpart({n})")


def stirling2(rng):
    n = size(rng, 700)
    k = rng.choice([rng.randint(0, n + 1), max(n - size(rng, 30), 0)])
    return [n, k], pari(f"stirling({n}, {k}, 2)")


def bell(rng):
    n = size(rng, 500)
    return [n], pari(f"sum(k = 0, {n}, stirling({n}, k, 2))")


def divisors(rng):
    n = composite(rng)
    found = pari(f"divisors({n})")
    return [n], integers(found) if len(found) <= 10_000 else None


def sigma(rng):
    n, k = composite(rng), size(rng, 60) - 1
    return [n, k], pari(f"sigma({n}, {k})")


def totient(rng):
    n = composite(rng)
    return [n], pari(f"eulerphi({n})")


def kronecker(rng):
    a, n = (signed(rng, rng.choice([0, number(rng, 300), number(rng, 3)])) for _ in range(2))
    return [a, n], pari(f"kronecker({a}, {n})")


def order(rng):
    m = number(rng, 18)
    a = signed(rng, number(rng, 20))
    while math.gcd(a, m) != 1:
        a += 1
    return [a, m], pari(f"znorder(Mod({a}, {m}))")


def gcdext(rng):
    shared = number(rng, 100)
    a, b = (signed(rng, rng.choice([0, 1, shared * number(rng, 900)])) for _ in range(2))
    return [a, b], math.gcd(a, b)


def rounded(rng):
    value = Fraction(signed(rng, number(rng, 60)), number(rng, 60))
    places = rng.randint(-20, 60)
    scaled = abs(value) * Fraction(10) ** places
    units = math.floor(scaled + Fraction(1, 2))
    result = Fraction(units) / Fraction(10) ** places * (1 if value >= 0 else -1)
    given = [value.numerator, value.denominator, places]
    return given, [result.numerator, result.denominator]


def base(rng):
    n, b = signed(rng, number(rng, 30_000)), rng.randint(2, 36)
    return [n, b], mpz(n).digits(b)


FUNCTIONS = {
    draw.__name__: draw
    for draw in (
        multinomial,
        partitions,
        stirling2,
        bell,
        divisors,
        sigma,
        totient,
        kronecker,
        order,
        gcdext,
        rounded,
        base,
    )
}


def text(value):
    return [str(item) for item in value] if isinstance(value, list) else str(value)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    names = list(FUNCTIONS)
    for index in range(options.count):
        rng = random.Random(f"{index}:{options.seed}")
        name = names[index % len(names)]
        values, result = FUNCTIONS[name](rng)
        line = {"name": name, "values": text(values)}
        line["result"] = None if result is None else text(result)
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
