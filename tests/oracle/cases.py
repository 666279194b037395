"""Random questions with gmpy2's answers, one line of JSON each, as verify_test.ts expects them.

    python3 cases.py pow --count 10000 --seed 1 --max-digits 100000

A line holds the operation, its input in varied notation, and either the canonical input with the
SHA-256 and the number of digits of the exact result, or `"refused": true` if there is no result.
Results grow from 1 to --max-digits digits, evenly distributed on a logarithmic scale.
"""

import argparse
import hashlib
import json
import math
import random

import gmpy2
from gmpy2 import mpq, mpz

import inputs
from exact_values import exact_subfactorial, product

EDGE_SHARE = 0.1


class NoAnswer(Exception):
    """The operation is not defined for the input."""


def factorial(n):
    return gmpy2.fac(natural(n))


def multifactorial(n, k):
    n, k = natural(n), natural(k)
    if k == 0:
        raise NoAnswer
    return product(n - (max(n - 1, 0) // k) * k, k, (n + k - 1) // k)


def fibonacci(n):
    n = integer(n)
    return gmpy2.fib(abs(n)) * (-1 if n < 0 and n % 2 == 0 else 1)


def lucas(n):
    n = integer(n)
    return gmpy2.lucas(abs(n)) * (-1 if n < 0 and n % 2 else 1)


def primorial(n):
    return gmpy2.primorial(natural(n))


def power(base, exponent):
    whole = base.denominator == 1
    value = (base.numerator if whole else base) ** abs(exponent.numerator)
    if exponent >= 0:
        return value
    if value == 0:
        raise NoAnswer
    return 1 / mpq(value)


def binomial(n, k):
    n, k = integer(n), natural(k)
    if n < 0:
        return (-1) ** k * binomial(mpz(k - n - 1), mpz(k))
    return mpz(0) if k > n else gmpy2.bincoef(n, min(k, n - k))


def permutations(n, k):
    n, k = natural(n), natural(k)
    return mpz(0) if k > n else product(n - k + 1, 1, k)


def catalan(n):
    n = natural(n)
    return gmpy2.bincoef(2 * n, n) // (n + 1)


def subfactorial(n):
    return exact_subfactorial(natural(n))


def natural(value):
    if value < 0:
        raise NoAnswer
    return integer(value)


def integer(value):
    if value.denominator != 1:
        raise NoAnswer
    return int(value)


OPERATIONS = {
    "factorial": (factorial, inputs.factorial_input, inputs.natural_edges),
    "multifactorial": (multifactorial, inputs.multifactorial_input, inputs.pair_edges),
    "fibonacci": (fibonacci, inputs.fibonacci_input, inputs.integer_edges),
    "lucas": (lucas, inputs.fibonacci_input, inputs.integer_edges),
    "primorial": (primorial, inputs.primorial_input, inputs.natural_edges),
    "pow": (power, inputs.power_input, inputs.power_edges),
    "binomial": (binomial, inputs.binomial_input, inputs.pair_edges),
    "permutations": (permutations, inputs.permutations_input, inputs.pair_edges),
    "catalan": (catalan, inputs.catalan_input, inputs.natural_edges),
    "subfactorial": (subfactorial, inputs.subfactorial_input, inputs.natural_edges),
}


def exact_text(value):
    """An integer, a finite decimal without superfluous zeros, or a reduced fraction."""
    sign = "-" if value < 0 else ""
    numerator, denominator = abs(value.numerator), value.denominator
    odd, twos = gmpy2.remove(denominator, 2)
    rest, fives = gmpy2.remove(odd, 5)
    if rest != 1:
        return f"{sign}{numerator.digits()}/{denominator.digits()}"
    places = max(twos, fives)
    digits = (numerator * mpz(10) ** places // denominator).digits()
    return sign + inputs.pointed(digits, -places)


def answer(compute, values):
    try:
        text = exact_text(mpq(compute(**values)))
    except NoAnswer:
        return {"refused": True}
    return {
        "canonical": {field: exact_text(value) for field, value in values.items()},
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "digits": sum(character.isdigit() for character in text),
    }


def cases(operation, count, seed, max_digits):
    compute, draw, edges = OPERATIONS[operation]
    rng = random.Random(f"{operation}:{seed}")
    for index in range(count):
        result = {"digits": math.inf}
        while result.get("digits", 0) > max_digits:
            digits = math.ceil(max_digits ** ((index + rng.random()) / count))
            edge = rng.random() < EDGE_SHARE
            numbers = rng.choice(edges(rng)) if edge else draw(rng, digits)
            result = answer(compute, {field: number.value() for field, number in numbers.items()})
        written = {field: number.written(rng) for field, number in numbers.items()}
        yield {"operation": operation, "input": written, **result}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("operation", choices=OPERATIONS)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--max-digits", type=int, default=100_000)
    options = parser.parse_args()
    for case in cases(options.operation, options.count, options.seed, options.max_digits):
        print(json.dumps(case))


if __name__ == "__main__":
    main()
