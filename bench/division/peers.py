"""Times gmpy2: reads lines "operation digits repetitions" and prints the minimum CPU seconds of each."""

import random
import sys
import time

import gmpy2


def number(digits, seed):
    low = 10 ** (digits - 1)
    return gmpy2.mpz(random.Random(seed).randrange(low, 10 * low)) if digits else gmpy2.mpz(1)


OPERATIONS = {
    "quotient": lambda digits: (gmpy2.f_divmod, number(2 * digits, 1), number(digits, 2)),
    "short": lambda digits: (gmpy2.f_divmod, number(digits, 1), number(digits // 100, 2)),
    "isqrt": lambda digits: (gmpy2.isqrt_rem, number(digits, 1)),
    "iroot": lambda digits: (gmpy2.iroot_rem, number(digits, 1), 5),
    "gcd": lambda digits: (gmpy2.gcd, number(digits, 1), number(digits, 2)),
    "multiply": lambda digits: (gmpy2.mul, number(digits, 1), number(digits, 2)),
}


def main():
    for line in sys.stdin:
        name, digits, repetitions = line.split()
        function, *arguments = OPERATIONS[name](int(digits))
        least = float("inf")
        for _ in range(int(repetitions)):
            start = time.process_time()
            function(*arguments)
            least = min(least, time.process_time() - start)
        print(least, flush=True)


main()
