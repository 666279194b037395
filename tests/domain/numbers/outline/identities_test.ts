import assert from "node:assert/strict";
import fc from "fast-check";
import { binomialValue, catalanValue } from "../../../../domain/numbers/outline/binomial.ts";
import { factorialValue } from "../../../../domain/numbers/outline/factorial.ts";
import { fibonacciValue, lucasValue } from "../../../../domain/numbers/outline/fibonacci.ts";
import { multifactorialValue } from "../../../../domain/numbers/outline/multifactorial.ts";
import { exactDigits, outlineOf } from "../../../../domain/numbers/outline/outline_of.ts";
import type { OutlinedValue } from "../../../../domain/numbers/outline/outlined_value.ts";
import { permutationsValue } from "../../../../domain/numbers/outline/permutations.ts";
import { subfactorialValue } from "../../../../domain/numbers/outline/subfactorial.ts";
import { runs } from "../../../../testing/runs.ts";
import { tools } from "./tools.ts";

const K = 40;
const MODULUS = 10n ** BigInt(K);

/** Integers with uniformly distributed logarithms. */
const large = fc.tuple(
  fc.integer({ min: 16, max: 1_500 }),
  fc.bigInt({ min: 0n, max: 2n ** 1_500n }),
)
  .map(([bits, seed]) => (1n << BigInt(bits)) + seed % (1n << BigInt(bits)));

/** |x| = residue · 10^zeros modulo 10^(zeros + 40). */
function end(value: OutlinedValue): { readonly residue: bigint; readonly zeros: bigint } {
  assert.equal(value.kind, "large");
  return value.kind === "large" ? value.lastDigits!(K) : { residue: 0n, zeros: 0n };
}

function modulo(value: OutlinedValue): bigint {
  const { residue, zeros } = end(value);
  return zeros >= BigInt(K) ? 0n : residue * 10n ** zeros % MODULUS;
}

function assertProduct(value: OutlinedValue, factor: bigint, previous: OutlinedValue): void {
  const [a, b] = [end(value), end(previous)];
  // residue · 10^zeros of both, compared above the fewer zeros.
  const zeros = a.zeros < b.zeros ? a.zeros : b.zeros;
  const shifted = (side: typeof a) =>
    side.zeros - zeros >= BigInt(K) ? 0n : side.residue * 10n ** (side.zeros - zeros) % MODULUS;
  assert.equal(shifted(a), shifted(b) * factor % MODULUS);
}

Deno.test("last digits of n! and of multifactorials satisfy n!(k) = n · (n−k)!(k)", () => {
  fc.assert(
    fc.property(large, fc.bigInt({ min: 1n, max: 200n }), (n, k) => {
      fc.pre(n > 1n << 22n);
      assertProduct(factorialValue(n, tools), n, factorialValue(n - 1n, tools));
      assertProduct(
        multifactorialValue(n, k, tools),
        n,
        multifactorialValue(n - k, k, tools),
      );
    }),
    { numRuns: runs(60) },
  );
});

Deno.test("last digits of binomials satisfy Pascal's rule", () => {
  fc.assert(
    fc.property(large, large, (a, b) => {
      const [n, k] = a > b ? [a, b] : [b, a];
      fc.pre(n - k > 5_000n && k > 5_000n);
      const left = modulo(binomialValue(n - 1n, k - 1n, tools)) +
        modulo(binomialValue(n - 1n, k, tools));
      assert.equal(modulo(binomialValue(n, k, tools)), left % MODULUS);
    }),
    { numRuns: runs(40) },
  );
});

Deno.test("last digits of permutations satisfy P(n, k) = n · P(n−1, k−1)", () => {
  fc.assert(
    fc.property(large, large, (a, b) => {
      const [n, k] = a > b ? [a, b] : [b, a];
      fc.pre(k > 5_000n);
      assertProduct(permutationsValue(n, k, tools), n, permutationsValue(n - 1n, k - 1n, tools));
    }),
    { numRuns: runs(40) },
  );
});

Deno.test("last digits of Catalan numbers satisfy (n + 1) C(n) = (4n − 2) C(n−1)", () => {
  fc.assert(
    fc.property(large, (n) => {
      const left = modulo(catalanValue(n, tools)) * (n + 1n) % MODULUS;
      assert.equal(left, modulo(catalanValue(n - 1n, tools)) * (4n * n - 2n) % MODULUS);
    }),
    { numRuns: runs(40) },
  );
});

Deno.test("last digits of subfactorials satisfy !n = n · !(n−1) + (−1)^n", () => {
  fc.assert(
    fc.property(large, (n) => {
      const previous = modulo(subfactorialValue(n - 1n, tools)) * n + (n % 2n === 0n ? 1n : -1n);
      assert.equal(modulo(subfactorialValue(n, tools)), (previous + MODULUS) % MODULUS);
    }),
    { numRuns: runs(40) },
  );
  // n − 1 divides !n, so !n has its trailing zeros too.
  const outline = outlineOf(subfactorialValue(10n ** 400n + 1n, tools), {
    leading: 20,
    trailing: 20,
  }, tools);
  assert.ok(outline.trailingZeros! >= 400n);
});

Deno.test("the trailing zeros of F(n) agree with F(2n) = F(n) · L(n)", () => {
  fc.assert(
    fc.property(
      large,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 60 }),
      (n, fives, twos) => {
        const index = n * 3n * 5n ** BigInt(fives) * 2n ** BigInt(twos);
        const { residue, zeros } = end(fibonacciValue(index, tools));
        assert.notEqual(residue % 10n, 0n);
        // F(2n) = F(n) L(n), and L(n) never ends in 0 or 5.
        const lucas = end(lucasValue(index, tools));
        assert.equal(lucas.zeros, 0n);
        const double = end(fibonacciValue(2n * index, tools));
        const scale = 10n ** (double.zeros - zeros);
        assert.equal(double.residue * scale % MODULUS, residue * lucas.residue % MODULUS);
      },
    ),
    { numRuns: 25 },
  );
});

Deno.test("digit counts of quotients agree with those of the divisors", () => {
  fc.assert(
    fc.property(large, (n) => {
      const [a, b] = [factorialValue(n, tools), factorialValue(n - 1n, tools)]
        .map((value) => exactDigits(value, tools));
      const length = BigInt(String(n).length);
      assert.ok(a! - b! === length || a! - b! === length - 1n);
      const middle = exactDigits(binomialValue(2n * n, n, tools), tools);
      const catalan = exactDigits(catalanValue(n, tools), tools);
      const difference = middle - catalan;
      assert.ok(difference <= length + 1n && difference >= length - 1n);
    }),
    { numRuns: runs(60) },
  );
});
