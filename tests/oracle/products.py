"""Reads lines of two integers x and y; writes lines with the SHA-256 of x * y and of y * y."""

import hashlib
import sys

from gmpy2 import mpz


def main():
    for line in sys.stdin:
        x, y = map(mpz, line.split())
        texts = ((factor * y).digits() for factor in (x, y))
        print(*(hashlib.sha256(text.encode()).hexdigest() for text in texts), flush=True)


if __name__ == "__main__":
    main()
