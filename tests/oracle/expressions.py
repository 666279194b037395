"""Random expressions as one line of JSON each, as expressions_test.ts expects them.

    python3 expressions.py --count 300 --seed 1

A line holds the expression, its result in canonical text from Python's fractions and PARI, and, if it
is a number, its residue for a random modulus, or the common divisor if it has none.
"""

import argparse
import json
import math
import random
import sys
from fractions import Fraction

from cypari import pari

sys.set_int_max_str_digits(0)
pari.allocatemem(2**28, 2**30, silent=True)

LONGEST = 10**600


class Unsuitable(Exception):
    """The tree has no value, or too long a one."""


def whole(x):
    if isinstance(x, bool) or x.denominator != 1:
        raise Unsuitable
    return int(x)


def natural(x, most):
    n = whole(x)
    if not 0 <= n <= most:
        raise Unsuitable
    return n


def power(a, b):
    n = whole(b)
    if a == 0 and n < 0:
        raise Unsuitable
    if a in (0, 1, -1):
        return Fraction(a) ** (n % 2 + 2 if n else 0) if n >= 0 else Fraction(a) ** (-(n % 2) - 2)
    if abs(n) * math.log10(max(abs(a.numerator), a.denominator)) > 600:
        raise Unsuitable
    return a**n


def modulo(a, m):
    if m == 0:
        raise Unsuitable
    if m.denominator != 1:
        return a - m * math.floor(a / m)
    modulus = abs(int(m))
    if math.gcd(a.denominator, modulus) != 1:
        raise Unsuitable
    residue = a.numerator * pow(a.denominator, -1, modulus) % modulus
    return Fraction(residue + int(m) if m < 0 and residue else residue)


def divide(a, b):
    if b == 0:
        raise Unsuitable
    return a / b


def floor_divide(a, b):
    return Fraction(math.floor(divide(a, b)))


# Symbol, binding of the operator, least binding of the left and the right operand, function.
OPERATORS = [
    ("+", 1, 1, 2, lambda a, b: a + b),
    ("-", 1, 1, 2, lambda a, b: a - b),
    ("*", 2, 2, 3, lambda a, b: a * b),
    ("/", 2, 2, 3, divide),
    ("//", 2, 2, 3, floor_divide),
    ("mod", 2, 2, 3, modulo),
    ("^", 4, 5, 3, power),
]

COMPARISONS = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def from_pari(text):
    return Fraction(str(pari(text)))


def factorial(n, step=1):
    return Fraction(math.prod(range(natural(n, 300), 0, -step)))


def rounded(x, places=Fraction(0)):
    if abs(whole(places)) > 30:
        raise Unsuitable
    scale = Fraction(10) ** whole(places)
    units = math.floor(abs(x) * scale + Fraction(1, 2))
    return (-units if x < 0 else units) / scale


def square_root(x):
    if x < 0:
        raise Unsuitable
    root = Fraction(math.isqrt(x.numerator), math.isqrt(x.denominator))
    if root * root != x:
        raise Unsuitable
    return root


def inverse(a, m):
    modulus = natural(m, LONGEST)
    if modulus == 0 or math.gcd(whole(a), modulus) != 1:
        raise Unsuitable
    return Fraction(pow(whole(a), -1, modulus))


def power_modulo(b, e, m):
    modulus = natural(m, LONGEST)
    if modulus == 0 or (e < 0 and math.gcd(whole(b), modulus) != 1):
        raise Unsuitable
    return Fraction(pow(whole(b), whole(e), modulus))


def positive(n, most):
    if natural(n, most) == 0:
        raise Unsuitable
    return int(n)


FUNCTIONS = {
    "abs": (1, abs),
    "sign": (1, lambda x: Fraction((x > 0) - (x < 0))),
    "floor": (1, lambda x: Fraction(math.floor(x))),
    "ceil": (1, lambda x: Fraction(math.ceil(x))),
    "round": (2, rounded),
    "min": (3, min),
    "max": (3, max),
    "gcd": (2, lambda a, b: Fraction(math.gcd(whole(a), whole(b)))),
    "lcm": (3, lambda *n: Fraction(math.lcm(*map(whole, n)))),
    "isqrt": (1, lambda n: Fraction(math.isqrt(natural(n, LONGEST)))),
    "iroot": (2, lambda n, k: from_pari(f"sqrtnint({natural(n, LONGEST)}, {positive(k, 50)})")),
    "sqrt": (1, square_root),
    "powmod": (3, power_modulo),
    "modinv": (2, inverse),
    "jacobi": (2, lambda a, n: from_pari(f"kronecker({whole(a)}, {whole(n)})")),
    "nextprime": (1, lambda n: from_pari(f"nextprime({natural(n, 10**60)} + 1)")),
    "sigma": (2, lambda n, k: from_pari(f"sigma({positive(n, 10**20)}, {natural(k, 9)})")),
    "totient": (1, lambda n: from_pari(f"eulerphi({positive(n, 10**20)})")),
    "binomial": (2, lambda n, k: from_pari(f"binomial({whole(n)}, {natural(k, 60)})")),
    "permutations": (2, lambda n, k: Fraction(math.perm(natural(n, 10**9), natural(k, 60)))),
    "multinomial": (
        2,
        lambda a, b: Fraction(math.comb(natural(a, 300) + natural(b, 300), int(b))),
    ),
    "fibonacci": (
        1,
        lambda n: from_pari(f"fibonacci({whole(n)})") if abs(n) < 2000 else from_pari("x"),
    ),
    "partitions": (1, lambda n: from_pari(f"numbpart({natural(n, 2000)})")),
    "stirling2": (
        2,
        lambda n, k: from_pari(f"stirling({natural(n, 150)}, {natural(k, 150)}, 2)"),
    ),
    "digits": (1, lambda x: Fraction(0 if 0 < abs(x) < 1 else len(str(abs(int(x)))))),
    "digitsum": (1, lambda n: Fraction(sum(map(int, str(abs(whole(n))))))),
}


def number(rng):
    length = rng.choice([1, 1, 1, 2, 2, 3, 5, 10, 30])
    n = rng.randrange(10**length)
    if rng.random() < 0.15:
        places = rng.randint(1, 5)
        text = f"{n}.{rng.randrange(10**places):0{places}}"
        return text, Fraction(text)
    return str(n), Fraction(n)


def tree(rng, depth):
    """An expression, its binding (5 for what needs no brackets) and its value."""
    kind = rng.random()
    if depth == 0 or kind < 0.1:
        text, value = number(rng)
        return text, 5, value
    if kind < 0.65:
        symbol, binding, left, right, compute = rng.choice(OPERATORS)
        a, b = operand(rng, depth, left), operand(rng, depth, right)
        return f"{a[0]} {symbol} {b[0]}", binding, checked(compute(a[1], b[1]))
    if kind < 0.72:
        a = operand(rng, depth, 3)
        return f"-{a[0]}", 3, -a[1]
    if kind < 0.8:
        step = rng.choice([1, 1, 2, 3])
        a = operand(rng, depth, 5)
        if a[0].endswith("!"):
            raise Unsuitable
        return f"{a[0]}{'!' * step}", 4.5, checked(factorial(a[1], step))
    name = rng.choice(list(FUNCTIONS))
    count, compute = FUNCTIONS[name]
    args = [tree(rng, depth - 1) for _ in range(count)]
    value = checked(compute(*(value for _, _, value in args)))
    return f"{name}({', '.join(text for text, _, _ in args)})", 5, value


def operand(rng, depth, least):
    text, binding, value = tree(rng, depth - 1)
    return (text if binding >= least and rng.random() < 0.9 else f"({text})"), value


def checked(value):
    if abs(value.numerator) > LONGEST or value.denominator > LONGEST:
        raise Unsuitable
    return value


def suitable(rng):
    while True:
        try:
            text, _, value = tree(rng, rng.randint(1, 4))
            if rng.random() < 0.2:
                other, _, right = tree(rng, rng.randint(1, 3))
                symbol = rng.choice(list(COMPARISONS))
                return f"{text} {symbol} {other}", COMPARISONS[symbol](value, right)
            return text, value
        except (Unsuitable, ArithmeticError, ValueError, OverflowError):
            continue
        except Exception as error:
            if type(error).__name__ != "PariError":
                raise


def canonical(value):
    if isinstance(value, bool):
        return str(value).lower()
    p, q = value.numerator, value.denominator
    rest, places = q, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1:
        return f"{p}/{q}"
    if places == 0:
        return str(p)
    digits = str(abs(p) * 10**places // q).rjust(places + 1, "0")
    return f"{'-' if p < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def case(rng):
    text, value = suitable(rng)
    line = {"expression": text, "result": canonical(value)}
    if isinstance(value, bool):
        return line
    modulus = rng.randrange(1, 10 ** rng.choice([1, 2, 5, 12, 40]))
    divisor = math.gcd(value.denominator, modulus)
    if divisor == 1:
        residue = value.numerator * pow(value.denominator, -1, modulus) % modulus
        return line | {"mod": str(modulus), "residue": str(residue)}
    return line | {"mod": str(modulus), "common_divisor": str(divisor)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    for _ in range(args.count):
        print(json.dumps(case(rng)))


if __name__ == "__main__":
    main()
