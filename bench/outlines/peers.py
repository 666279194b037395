"""Times mpmath, gmpy2 (GMP and MPFR) and PARI/GP: one JSON question per line, minimum seconds back.

These libraries compute unproven leading digits, and neither last digits nor trailing zeros.
"""

import json
import math
import shutil
import subprocess
import sys
import time

import gmpy2
import mpmath

DIGITS = 50


def leading_mpmath(kind, n):
    mpmath.mp.dps = DIGITS + 15 + len(str(n))
    if kind == "factorial":
        logarithm = mpmath.loggamma(n + 1) / mpmath.log(10)
    elif kind == "fibonacci":
        logarithm = (n * mpmath.log(mpmath.phi) - mpmath.log(5) / 2) / mpmath.log(10)
    else:
        logarithm = n * mpmath.log(2) / mpmath.log(10)
    return mpmath.power(10, logarithm - mpmath.floor(logarithm))


def leading_gmpy2(kind, n):
    bits = math.ceil((DIGITS + 15 + len(str(n))) * math.log2(10))
    with gmpy2.context(precision=bits):
        ten = gmpy2.log(gmpy2.mpfr(10))
        if kind == "factorial":
            logarithm = gmpy2.lngamma(gmpy2.mpfr(n + 1)) / ten
        elif kind == "fibonacci":
            phi = (1 + gmpy2.sqrt(gmpy2.mpfr(5))) / 2
            logarithm = (n * gmpy2.log(phi) - gmpy2.log(gmpy2.mpfr(5)) / 2) / ten
        else:
            logarithm = n * gmpy2.log(gmpy2.mpfr(2)) / ten
        return gmpy2.exp((logarithm - gmpy2.floor(logarithm)) * ten)


def residue_gmpy2(base, exponent, modulus):
    return gmpy2.powmod(base, exponent, modulus)


def least_seconds(function, arguments, repetitions):
    least = math.inf
    for _ in range(repetitions):
        start = time.perf_counter()
        function(*arguments)
        least = min(least, time.perf_counter() - start)
    return least


PARI = {
    "factorial": "my(l=lngamma({0}+1)/log(10));10^frac(l)",
    "fibonacci": "my(l=({0}*log((1+sqrt(5))/2)-log(5)/2)/log(10));10^frac(l)",
    "power": "my(l={0}*log(2)/log(10));10^frac(l)",
    "residue": "Mod({0},{2})^{1}",
}


def seconds_pari(kind, arguments, repetitions):
    """PARI's clock has a resolution of 1 ms, so each measurement covers many calculations."""
    if shutil.which("gp") is None:
        return None
    precision = DIGITS + 15 + len(str(arguments[0]))
    body = PARI[kind].format(*arguments)
    program = (
        # Resizing the stack discards the rest of the line; a definition extends to the line end.
        "default(parisizemax,10^9)\n"
        f"default(realprecision,{precision});f()={body}\n"
        "f();t=getwalltime();f();c=max(1,ceil(20/(getwalltime()-t+0.2)));"
        f"m=oo;for(r=1,{repetitions},t=getwalltime();for(i=1,c,f());"
        "m=min(m,(getwalltime()-t)/c));print(m*1.)"
    )
    answer = subprocess.run(["gp", "-q", "-f"], input=program, capture_output=True, text=True)
    lines = answer.stdout.split()
    return float(lines[-1].replace(" E", "e")) / 1000 if lines else None


def main():
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    for line in sys.stdin:
        question = json.loads(line)
        kind, repetitions = question["kind"], question["repetitions"]
        numbers = [int(text) for text in question["arguments"]]
        if kind == "residue":
            integers = [gmpy2.mpz(number) for number in numbers]
            seconds = {
                "mpmath": least_seconds(pow, numbers, max(3, repetitions // 3)),
                "gmpy2": least_seconds(residue_gmpy2, integers, repetitions),
            }
        else:
            seconds = {
                "mpmath": least_seconds(leading_mpmath, (kind, *numbers), repetitions),
                "gmpy2": least_seconds(leading_gmpy2, (kind, *numbers), repetitions),
            }
        seconds["PARI"] = seconds_pari(kind, numbers, 5)
        print(json.dumps(seconds), flush=True)


main()
