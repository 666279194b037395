"""Random questions of number theory as one line of JSON each, as operations_test.ts expects them.

    python3 operations.py --count 300 --seed 1

A line holds the operation, its input, and either the expected result and fields of the answer, from
gmpy2, PARI or Python's own integers, or the code of the expected error.
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

# Larger primes are reported as probable.
LARGEST_PROVEN = 3_317_044_064_679_887_385_961_981

LONGEST_PERIOD = 1_000


class Refused:
    """The error expected instead of a result."""

    def __init__(self, code, **members):
        self.code, self.members = code, members


def number(rng, longest):
    length = math.ceil(longest ** rng.random())
    return rng.randrange(10 ** (length - 1), 10**length)


def signed(rng, n):
    return -n if rng.random() < 0.3 else n


def prime(rng, longest):
    return int(gmpy2.next_prime(number(rng, longest)))


def integers(rng, longest):
    shared = number(rng, longest)
    numbers = [signed(rng, shared * number(rng, longest)) for _ in range(rng.randint(2, 9))]
    return [rng.choice([n, n, n, n, n, n, n, abs(n) // shared, 0]) for n in numbers]


def gcd(rng):
    numbers = integers(rng, 3_000)
    return {"numbers": numbers}, math.gcd(*numbers), {}


def lcm(rng):
    numbers = integers(rng, 300)
    return {"numbers": numbers}, math.lcm(*numbers), {}


def modinv(rng):
    shared = rng.choice([1, 1, 1, number(rng, 100)])
    a, m = signed(rng, number(rng, 1_000) * shared), number(rng, 1_000) * shared + (shared == 1)
    divisor = math.gcd(a, m)
    if divisor != 1:
        return {"a": a, "m": m}, Refused("not_invertible", common_divisor=str(divisor)), {}
    return {"a": a, "m": m}, gmpy2.invert(a, m) if m > 1 else 0, {}


def crt(rng):
    shared = number(rng, 20)
    count = rng.randint(1, 8)
    moduli = [max(number(rng, 60) * rng.choice([1, shared]), 1) for _ in range(count)]
    solution = number(rng, 100)
    residues = [solution % m + signed(rng, rng.randint(0, 2)) * m for m in moduli]
    if rng.random() < 0.3:
        residues[0] += rng.randint(1, 5)
    values = {"residues": residues, "moduli": moduli}
    for i in range(count):
        for j in range(i):
            if (residues[i] - residues[j]) % math.gcd(moduli[i], moduli[j]):
                return values, Refused("no_solution"), {}
    modulus = math.lcm(*moduli)
    residues = ", ".join(f"Mod({residue}, {m})" for residue, m in zip(residues, moduli))
    return values, mpz(str(pari(f"lift(chinese([{residues}]))"))), {"modulus": str(modulus)}


def root(rng):
    k = rng.choice([1, 2, 2, 2, 3, 3, rng.randint(4, 20), rng.randint(21, 10**6)])
    base = number(rng, 1 + 3_000 // k)
    n = rng.choice([max(base**k + rng.randint(-1, 1), 0), number(rng, 3_000)]) if k <= 20 else base
    n = signed(rng, n)
    if n < 0 and k % 2 == 0:
        return {"n": n, "k": k}, Refused("invalid_input"), {}
    value, rest = gmpy2.iroot_rem(mpz(abs(n)), k)
    return {"n": n, "k": k}, -value if n < 0 else value, {"exact": rest == 0}


def isprime(rng):
    kind = rng.choice([any_number, odd_number, prime, semiprime, square, carmichael, pseudoprime])
    n = kind(rng, 300)
    n = signed(rng, n) if rng.random() < 0.1 else n
    is_prime = bool(pari(f"ispseudoprime({n})"))
    assert n < 2 or is_prime == gmpy2.is_strong_bpsw_prp(n) or n % 2 == 0
    if n < 10**60:
        assert is_prime == bool(pari(f"isprime({n})"))
    is_probable = is_prime and n >= LARGEST_PROVEN
    return {"n": n}, str(is_prime).lower(), {"certainty": "probable" if is_probable else "proven"}


def any_number(rng, longest):
    return number(rng, longest)


def odd_number(rng, longest):
    return number(rng, longest) | 1


def semiprime(rng, longest):
    return prime(rng, longest // 2) * prime(rng, longest // 2)


def square(rng, longest):
    return prime(rng, longest // 2) ** rng.randint(2, 3)


def carmichael(rng, _):
    """(6k + 1)(12k + 1)(18k + 1) with three primes (Chernick 1939)."""
    k = rng.randint(1, 10**12)
    while not all(gmpy2.is_prime(i * k + 1) for i in (6, 12, 18)):
        k += 1
    return (6 * k + 1) * (12 * k + 1) * (18 * k + 1)


def pseudoprime(rng, _):
    """Composites that pass strong tests to the first bases or strong Lucas tests."""
    bases = [2047, 1373653, 25326001, 3215031751, 2152302898747, 3474749660383, 341550071728321]
    bases += [3825123056546413051, 318665857834031151167461, LARGEST_PROVEN]
    return rng.choice([*bases, 5459, 5777, 10877, 16109, 18971, 1093**2, 3511**2, 2**127 - 1])


def nextprime(rng):
    n = signed(rng, rng.choice([prime, any_number])(rng, 150))
    return {"n": n}, mpz(str(pari(f"nextprime({max(n, 0)} + 1)"))), {}


def prevprime(rng):
    n = signed(rng, rng.choice([prime, any_number])(rng, 150))
    if n < 3:
        return {"n": n}, Refused("invalid_input"), {}
    return {"n": n}, mpz(str(pari(f"precprime({n} - 1)"))), {}


def factor(rng):
    kind = rng.random()
    if kind < 0.15:
        n = math.prod(int(gmpy2.next_prime(rng.randint(10**13, 10**18))) for _ in range(2))
    elif kind < 0.4:
        n = prime(rng, 14) ** rng.randint(1, 4) * number(rng, 6)
    elif kind < 0.6:
        n = semiprime(rng, 24)
    else:
        n = math.prod(number(rng, 9) for _ in range(rng.randint(1, 5)))
    factors = pari(f"factorint({n})")
    rows = [[int(str(column[i])) for column in factors] for i in range(len(factors[0]))]
    text = " * ".join(f"{p}^{exponent}" if exponent > 1 else str(p) for p, exponent in rows)
    answer = [
        {
            "prime": str(p),
            "exponent": exponent,
            "certainty": "probable" if p >= LARGEST_PROVEN else "proven",
        }
        for p, exponent in rows
    ]
    return {"n": n}, text or "1", {"factors": answer, "complete": True}


def digitsum(rng):
    n, base = number(rng, 30_000), rng.randint(2, 36)
    return {"n": n, "base": base}, sum(int(digit, 36) for digit in mpz(n).digits(base)), {}


def decimal(rng):
    denominator = rng.choice([number(rng, 4), number(rng, 15), number(rng, 3) ** 2])
    denominator = max(denominator, 1) * 2 ** rng.randint(0, 9) * 5 ** rng.randint(0, 9)
    value = Fraction(signed(rng, number(rng, 40)), denominator)
    places = rng.choice([0, 1, 50, math.ceil(3_000 ** rng.random())])
    magnitude = abs(value)
    text = str(magnitude.numerator * 10**places // magnitude.denominator).rjust(places + 1, "0")
    text = text[: len(text) - places] + ("." + text[len(text) - places :] if places else "")
    rest, twos = gmpy2.remove(mpz(value.denominator), 2)
    rest, fives = gmpy2.remove(rest, 5)
    period = None
    if rest > 1:
        start, length = max(twos, fives), int(str(pari(f"znorder(Mod(10, {rest}))")))
        digits = None
        if length <= LONGEST_PERIOD:
            shifted = magnitude * 10**start % 1 * 10**length
            digits = str(shifted.numerator // shifted.denominator).rjust(length, "0")
        period = {"start": start, "length": str(length), "text": digits}
    is_exact = (value * 10**places).denominator == 1
    text = "-" + text if value < 0 and text.strip("0.") else text
    return {"value": value, "places": places}, text, {
        "exact": is_exact,
        "terminates": period is None,
        "period": period,
    }


OPERATIONS = {
    draw.__name__: draw
    for draw in (
        gcd,
        lcm,
        modinv,
        crt,
        root,
        isprime,
        nextprime,
        prevprime,
        factor,
        digitsum,
        decimal,
    )
}


def case(operation, rng):
    values, result, details = OPERATIONS[operation](rng)
    given = {
        name: [str(item) for item in value] if isinstance(value, list) else str(value)
        for name, value in values.items()
    }
    if isinstance(result, Refused):
        return {"input": given, "code": result.code, "details": result.members}
    return {"input": given, "result": str(result), "details": details}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    operations = list(OPERATIONS)
    for index in range(options.count):
        rng = random.Random(f"{index}:{options.seed}")
        operation = operations[index % len(operations)]
        print(json.dumps({"operation": operation, **case(operation, rng)}), flush=True)


if __name__ == "__main__":
    main()
