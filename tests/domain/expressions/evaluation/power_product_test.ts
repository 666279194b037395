import assert from "node:assert/strict";
import {
  lengthOf,
  negated,
  power,
  type PowerProduct,
  product,
  productOfRational,
  quotient,
  rationalOfProduct,
  sum,
} from "../../../../domain/expressions/evaluation/power_product.ts";
import { gcd } from "../../../../domain/numbers/integers/mod.ts";

type Pair = readonly [numerator: bigint, denominator: bigint];

/** All p/q in lowest terms with |p| ≤ 12 and q ≤ 7. */
const NUMBERS: readonly Pair[] = Array.from({ length: 25 }, (_, i) => BigInt(i - 12)).flatMap((p) =>
  Array.from({ length: 7 }, (_, i): Pair => [p, BigInt(i + 1)])
).filter(([p, q]) => gcd(p, q) === 1n);

function productOf([numerator, denominator]: Pair): PowerProduct {
  return productOfRational({ numerator, denominator })!;
}

function pairOf(given: PowerProduct | undefined): Pair {
  const { numerator, denominator } = rationalOfProduct(given!);
  return [numerator, denominator];
}

function lowest(p: bigint, q: bigint): Pair {
  const divisor = gcd(p, q) * (q < 0n ? -1n : 1n);
  return [p / divisor, q / divisor];
}

Deno.test("products of powers are exact numbers", () => {
  for (const [a, b] of NUMBERS) {
    const x = productOf([a, b]);
    assert.deepEqual(pairOf(x), [a, b]);
    assert.deepEqual(pairOf(negated(x)), [-a, b]);
    if (a !== 0n) {
      assert.deepEqual(pairOf(power(x, 3n)), [a ** 3n, b ** 3n]);
      assert.deepEqual(pairOf(power(x, -2n)), [b ** 2n, a ** 2n]);
    }
    for (const [c, d] of NUMBERS) {
      const y = productOf([c, d]);
      assert.deepEqual(pairOf(product(x, y)), lowest(a * c, b * d));
      assert.deepEqual(pairOf(sum(x, y)), lowest(a * d + b * c, b * d));
      if (c !== 0n) assert.deepEqual(pairOf(quotient(x, y)), lowest(a * d, b * c));
    }
  }
});

Deno.test("bases are coprime, so that only 1 has none", () => {
  const x = product(productOf([63n, 1n]), productOf([21n, 1n]))!;
  assert.deepEqual(new Map([...x.powers].sort()), new Map([[3n, 3n], [7n, 2n]]));
  const left = power(productOf([6n, 35n]), 10n ** 30n)!;
  const right = quotient(
    power(productOf([36n, 49n]), 5n * 10n ** 29n)!,
    power(productOf([25n, 1n]), 5n * 10n ** 29n)!,
  )!;
  assert.equal(quotient(left, right)!.powers.size, 0);
});

Deno.test("sums take out common powers of any size", () => {
  const huge = power(productOf([6n, 1n]), 10n ** 50n)!;
  assert.deepEqual(pairOf(quotient(sum(huge, product(huge, productOf([2n, 3n]))!)!, huge)), [
    5n,
    3n,
  ]);
  assert.equal(sum(huge, negated(huge))!.sign, 0);
});

Deno.test("numbers with too many bases, or too long bases or exponents, have no product of powers", () => {
  const long = 2n ** 4_096n + 1n;
  assert.equal(productOfRational({ numerator: long, denominator: 1n }), undefined);
  assert.equal(productOfRational({ numerator: -1n, denominator: long }), undefined);
  assert.equal(power(productOf([3n, 1n]), 2n ** 65_536n), undefined);
  const primes = [7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n, 59n, 61n, 67n];
  const all = primes.map((prime) => productOf([prime, 1n])).reduce((x, y) => product(x, y)!);
  assert.equal(product(all, productOf([3n, 1n])), undefined);
  assert.equal(sum(all, power(productOf([3n, 1n]), 10n ** 9n)!), undefined);
  assert.equal(sum(power(productOf([3n, 1n]), 10n ** 9n)!, productOf([1n, 1n])), undefined);
});

Deno.test("the length is that of both terms", () => {
  assert.equal(lengthOf(productOf([0n, 1n])), 0);
  assert.equal(lengthOf(productOf([7n, 3n])), 5);
});
