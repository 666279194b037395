import assert from "node:assert/strict";
import { FUNCTIONS } from "../../../../domain/expressions/functions.ts";
import { planExpression } from "../../../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { createOutlineTables } from "../../../../domain/numbers/outline/mod.ts";
import { resultOf } from "./evaluated.ts";

const VALUES: Readonly<Record<keyof typeof FUNCTIONS, Readonly<Record<string, string>>>> = {
  abs: { "abs(-2/3)": "2/3", "abs(5)": "5", "abs(0)": "0" },
  sign: {
    "sign(-2/3)": "-1",
    "sign(0)": "0",
    "sign(9^9^9)": "1",
    "sign(2^(10^10) - 7*2^(10^10 - 3))": "1",
    "sign(2^34000 - 4^17000)": "0",
    "sign(2^34000 - (2^34000 + 2^33960))": "-1",
  },
  floor: {
    "floor(-7/2)": "-4",
    "floor(7/2)": "3",
    "floor(5)": "5",
    "digits(floor(2^34000/3))": "10235",
  },
  ceil: { "ceil(-7/2)": "-3", "ceil(7/2)": "4", "ceil(-1/2)": "0" },
  round: {
    "round(2.5)": "3",
    "round(-2.5)": "-3",
    "round(-2.345, 2)": "-2.35",
    "round(1250, -2)": "1300",
    "round(1/3, 3)": "0.333",
    "round(0.04, 1)": "0",
    "round(7/3, 2^34000 - 2^34000 + 1)": "2.3",
  },
  min: { "min(1/2, 1/3, 5)": "1/3", "min([3, -2])": "-2" },
  max: { "max(1/2, 1/3)": "0.5", "max(2^100000 - 2^100000, -1)": "0" },
  gcd: { "gcd(12, 18, 27)": "3", "gcd(0, 0)": "0", "gcd([-4, 6])": "2", "gcd(-5)": "5" },
  lcm: { "lcm(4, 6, 10)": "60", "lcm(-4, 6)": "12", "lcm(0, 5)": "0" },
  gcdext: { "gcdext(12, 18)": '["6","-1","1"]' },
  isqrt: { "isqrt(99)": "9", "digits(isqrt(10^30001))": "15001" },
  iroot: {
    "iroot(1000, 3)": "10",
    "iroot(-28, 3)": "-3",
    "iroot(28, 2^34000 - 2^34000 + 3)": "3",
  },
  sqrt: { "sqrt(9/4)": "1.5", "sqrt(0)": "0", "sqrt(2^40000) = 2^20000": "true" },
  powmod: {
    "powmod(3, 200, 13)": "9",
    "powmod(3, -1, 7)": "5",
    "powmod(2^10^18, 3, 7)": "1",
    "powmod(2, 2^34000, 7)": "2",
  },
  modinv: {
    "modinv(3, 7)": "5",
    "modinv(2^10^18, 7)": "4",
    "modinv(3, 2^34000)*3 mod 2^34000": "1",
  },
  crt: { "crt([2, 3], [3, 5])": "8", "crt([1, 3], [4, 6])": "9" },
  order: { "order(10, 7)": "6" },
  jacobi: { "jacobi(2, 15)": "1", "kronecker(2, 3)": "-1", "kronecker(3, -7)": "-1" },
  isprime: { "isprime(2^127 - 1)": "true", "isprime(91)": "false", "isprime(-7)": "false" },
  nextprime: { "nextprime(100)": "101", "nextprime(-5)": "2" },
  prevprime: { "prevprime(100)": "97" },
  factor: { "factor(360)": '[["2","3"],["3","2"],["5","1"]]', "factor(1)": "[]" },
  divisors: { "divisors(28)": '["1","2","4","7","14","28"]' },
  sigma: { "sigma(12)": "28", "sigma(28, 0)": "6", "sigma(6, 2)": "50", "numdivisors(6)": "4" },
  totient: { "totient(10^10)": "4000000000" },
  binomial: { "binomial(52, 5)": "2598960", "binomial(-3, 2)": "6", "binomial(5, -1)": "0" },
  permutations: { "permutations(10, 3)": "720", "permutations(3, 5)": "0" },
  multinomial: { "multinomial(2, 3, 4)": "1260" },
  subfactorial: { "subfactorial(5)": "44" },
  primorial: { "primorial(10)": "210", "digits(primorial(7000))": "3006" },
  catalan: { "catalan(10)": "16796", "catalan(2^34000 - 2^34000 + 3)": "5" },
  fibonacci: { "fibonacci(100)": "354224848179261915075", "fib(-2)": "-1" },
  lucas: { "lucas(10)": "123" },
  partitions: { "partitions(100)": "190569292" },
  stirling2: { "stirling2(10, 3)": "9330" },
  bell: { "bell(10)": "115975" },
  digits: {
    "digits(0)": "1",
    "digits(-12345)": "5",
    "digits(1/3)": "0",
    "digits(1000/3)": "3",
    "digits(2^136279841 - 1)": "41024320",
    "digits(10^100000)": "100001",
    "digits(2^50000*5^50000)": "50001",
    "digits(9^9^9)": "369693100",
    "digits(2^(10^10) - 3*2^(10^10 - 2))": "3010299957",
  },
  digitsum: { "digitsum(12345)": "15", "digitsum(255, 2)": "8", "digitsum(2^100000)": "135178" },
  leading: {
    "leading(2^136279841 - 1, 10)": "8816943275",
    "leading(1/7, 5)": "14285",
    "leading(12, 5)": "12",
    "leading(floor(2^34000/3), 5)": "34892",
    "leading(12345, 2^34000 - 2^34000 + 4)": "1234",
    "leading(-(9^9^9), 7)": "4281247",
  },
  trailing: {
    "trailing(9^9^9^9, 10)": "1045865289",
    "trailing(2^136279841 - 1, 10)": "9486871551",
    "trailing(1 - 10^20000, 3)": "999",
    "trailing(5000, 3)": "000",
    "trailing(-12, 5)": "12",
    "trailing(2^34000 - 4^17000 + 12345, 3)": "345",
    "trailing(7^34000, 2^34000 - 2^34000 + 4)": "0001",
  },
  decimal: {
    "decimal(-22/7, 3)": "-3.142",
    "decimal(1/7, 0)": "0",
    "decimal(5, 2)": "5.00",
    "decimal(-1/3, 0)": "0",
    "decimal(-1/1000, 2)": "0.00",
    "decimal(-0.05, 1)": "0.0",
  },
  base: { "base(255, 16)": "ff", "base(-5, 2)": "-101" },
};

Deno.test("each function has its exact value", async (t) => {
  for (const [name, values] of Object.entries(VALUES)) {
    await t.step(name, () => {
      for (const [expression, value] of Object.entries(values)) {
        assert.equal(resultOf(expression), value, expression);
      }
    });
  }
});

const REFUSALS = {
  "divisors(2^9*3^9*5^9*7^9*11)": /there are 20000 divisors, but a list has at most 10000 items/,
  "iroot(8, 0)": /an integer from 1 to/,
  "iroot(-4, 2)": /no real root/,
  "iroot(-4, 2^34000 - 2^34000 + 2)": /no real root/,
  "isqrt(1/2)": /an integer is needed here/,
  "factor(0)": /at least 1/,
  "prevprime(2)": /no prime/,
  "base(5, 37)": /an integer from 2 to 36/,
  "leading(5, 0)": /an integer from 1 to 1000/,
  "digits(10^(10^12) + 1)": /not decided/,
  "factor((2^127 - 1)*nextprime(10^45))": /a composite factor of 84 digits takes too long/,
  "crt(1, 2)": /a list is needed here, not a number/,
  "powmod(2, 3, 0)": /at least 1/,
  "max([])": /at least one number/,
  "gcd(12, 1/2)": /an integer is needed here/,
  "order(2, 4)": /common divisor 2/,
  "order(2, (2^127 - 1)*nextprime(10^45))": /the modulus takes too long to be factored/,
  "fibonacci(1.5)": /an integer is needed here/,
  "catalan(-1)": /at least 0/,
  "catalan(2^34000)": /its argument alone has 10236 digits/,
  "partitions(10^15)": /./,
};

Deno.test("functions refuse arguments that do not fit", async (t) => {
  for (const [expression, message] of Object.entries(REFUSALS)) {
    await t.step(expression, () => {
      assert.throws(() => resultOf(expression), { name: "ServiceError", message });
    });
  }
});

Deno.test("the digits of a large power can be cancelled at each checkpoint", () => {
  const outlineTables = createOutlineTables();
  const expression = parseExpression("digits(9^9^9)");
  const computeUntil = (checkpoints: number) => {
    const checkpoint = () => {
      if (checkpoints-- === 0) throw new Cancelled();
    };
    const plan = planExpression(expression, { maxDigits: 10_000_000 });
    return plan.compute({ checkpoint, outlineTables });
  };
  const value = { text: "369693100", details: { kind: "integer" } };
  assert.deepEqual(computeUntil(Infinity), value);
  for (let checkpoints = 0;; checkpoints++) {
    try {
      assert.deepEqual(computeUntil(checkpoints), value);
      assert.ok(checkpoints > 5);
      break;
    } catch (error) {
      assert.ok(error instanceof Cancelled, `${error}`);
    }
  }
});

Deno.test("gcd and lcm take the numbers of a list that takes long to compute", () => {
  assert.equal(resultOf("gcd(divisors(nextprime(10^40)))"), "1");
  assert.equal(resultOf("lcm(divisors(nextprime(10^20)))"), "100000000000000000039");
});
