"""Prints the table of digit_count_test.ts: digits of large results, from MPFR logarithms.

Counts of more than 60 digits are abbreviated.
"""

import gmpy2
from gmpy2 import mpfr, mpz

# The results closest to a power of ten with up to 10,000,000 (n!) and 1,000,000 (F(n)) digits, and
# powers so close, or so large, that their logarithms in doubles round to the wrong side.
CLOSEST = [
    ("factorial", "17411"),
    ("factorial", "108965"),
    ("factorial", "165535"),
    ("factorial", "1542194"),
    ("fibonacci", "206923"),
    ("fibonacci", "4748115"),
    ("12211", "1952906"),
    ("141", "4606323970713"),
]

FAR_BEYOND = [
    ("factorial", "1e9"),
    ("factorial", "123456789123456789"),
    ("factorial", "1e38"),
    ("factorial", "99999999999999999999999999999999999999"),
    ("factorial", "1e5000"),
    ("fibonacci", "1e10"),
    ("fibonacci", "123456789123456789123456789123456789"),
    ("fibonacci", "1e39"),
    ("fibonacci", "7e4999"),
    ("2", "1e15"),
    ("2", "1e16"),
    ("12345679", "98765432109876543210987654321"),
    ("3", "1e300"),
    ("17", "123456789e4991"),
    ("7", "1e40"),
    ("2", "1e50"),
    ("3", "1e50"),
    ("3", "1e309"),
    ("2", "1e1000"),
]


def log10(operation, n):
    if operation == "factorial":
        stirling = n * gmpy2.log(n) - n + gmpy2.log(2 * gmpy2.const_pi() * n) / 2 + 1 / (12 * n)
        return stirling / gmpy2.log(mpfr(10))
    if operation == "fibonacci":
        return n * gmpy2.log10((1 + gmpy2.sqrt(mpfr(5))) / 2) - gmpy2.log10(mpfr(5)) / 2
    return n * gmpy2.log10(mpfr(operation))


def shown(digits):
    text = digits.digits()
    return text if len(text) <= 60 else f"{text[:20]}…{text[-20:]} ({len(text)} digits)"


def main():
    gmpy2.get_context().precision = 20_000
    for operation, n in CLOSEST + FAR_BEYOND:
        digits = mpz(gmpy2.floor(log10(operation, mpfr(n)))) + 1
        print(f'["{operation}", "{n}", "{shown(digits)}"],')


if __name__ == "__main__":
    main()
