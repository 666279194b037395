"""Measures gmpy2 and CPython: reads cases and writes times and SHA-256 as lines of JSON."""

import hashlib
import json
import math
import sys
import time

import gmpy2

# Must equal BATCHES in contender.ts.
BATCHES = 3


def fibonacci(n):
    """F(n) by fast doubling."""
    a, b = 0, 1
    for bit in bin(n)[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if bit == "1":
            a, b = b, a + b
    return a


PEERS = {
    "GMP": (
        {"factorial": gmpy2.fac, "fibonacci": gmpy2.fib, "pow": lambda b, e: gmpy2.mpz(b) ** e},
        lambda value: value.digits(),
    ),
    "CPython": ({"factorial": math.factorial, "fibonacci": fibonacci, "pow": pow}, str),
}


def measure(peer, operation, arguments, repetitions):
    operations, to_text = PEERS[peer]
    compute = operations[operation]
    value = compute(*arguments)
    text = to_text(value)
    computing = min_mean(repetitions, compute, arguments)
    converting = min_mean(repetitions, to_text, (value,))
    return {
        "value": computing,
        "text": computing + converting,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def min_mean(repetitions, function, arguments):
    """Mean seconds per repetition in the fastest batch."""
    minimum = math.inf
    for _ in range(BATCHES):
        started = time.perf_counter()
        for _ in range(repetitions):
            function(*arguments)
        minimum = min(minimum, time.perf_counter() - started)
    return minimum / repetitions


def main():
    sys.set_int_max_str_digits(0)
    for line in sys.stdin:
        print(json.dumps(measure(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
