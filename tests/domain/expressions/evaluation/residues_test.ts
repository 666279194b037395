import assert from "node:assert/strict";
import { modPower } from "../../../../domain/numbers/integers/mod.ts";
import { resultOf } from "./evaluated.ts";

const RESIDUES: Readonly<Record<string, string>> = {
  "9^9^9^9 mod 10": "9",
  "9^9^9^9 mod 10^20": "40828233401045865289",
  "3^3^3^3^3^3 mod 10^10": "5126595387",
  "2^(3^(5^7)) mod 97": String(modPower(2n, modPower(3n, 5n ** 7n, 96n) + 96n, 97n)),
  "6^(6^6^6) mod 16": "0",
  "(9^9^9)! mod 1000": "0",
  "(2^(10^12) - 1)/3 mod 1000": "125",
  "10^(10^12)//7 mod 1000": "428",
  "(1/2)*2^(10^10) mod 4": "0",
  "2^(10^10)/2 mod 4": "0",
  "-(2^(10^18)) mod 7": "5",
  "2^(10^18) mod -7": "-5",
  "abs(-(2^(10^18))) mod 7": "2",
  "2^-(10^18) mod 7": "4",
  "2^nextprime(10^50) mod 10^9": "765493248",
  "binomial(10^18, 10^9) mod 97": "36",
  "f(10^18) mod 10^9": "560546875",
  "lucas(10^18) mod 10^9": "361328127",
  "permutations(10^18, 1000) mod (2^61 - 1)": fallingFactorial(10n ** 18n, 1_000, 2n ** 61n - 1n),
  "subfactorial(10^15) mod 10": "1",
  "catalan(10^15) mod 97": "0",
  "multinomial(10^15, 10^15) mod 10^6": "556800",
  "binomial(2*10^15, 10^15) mod 10^6": "556800",
  "1e1000000000000 mod 7": String(modPower(10n, 10n ** 12n, 7n)),
  "(10^18)!/(10^18 - 2)! mod 1000": "0",
  "primorial(10^7)/2 mod 3": "0",
  "2^(9^9^9 mod 5)": "16",
  "round(7/3, 2^34000 - 2^34000 + 1)*2^40000//3 mod 7": String(23n * 2n ** 40_000n / 30n % 7n),
};

Deno.test("a remainder never expands its dividend", async (t) => {
  for (const [expression, residue] of Object.entries(RESIDUES)) {
    await t.step(expression, () => assert.equal(resultOf(expression), residue));
  }
});

Deno.test("a quotient whose divisor is not coprime to the modulus is expanded", () => {
  assert.equal(resultOf("10000!!/5000! mod 2"), String(2n ** 5_000n % 2n));
  assert.equal(resultOf("(6^20000)/(2^20000*1) mod 4"), String(modPower(3n, 20_000n, 4n)));
});

Deno.test("a fraction without an inverse is refused, however large it is", () => {
  const refusal = { name: "ServiceError", code: "not_invertible" };
  assert.throws(() => resultOf("3^100000/2 mod 4"), refusal);
  assert.throws(() => resultOf("3^(10^12)/2 mod 4"), refusal);
});

const INVALID: Readonly<Record<string, string>> = {
  "(-(10^20000))! mod 7": "invalid_expression",
  "(-(9^9^9))! mod 7": "invalid_expression",
  "(10^20000/3)! mod 7": "invalid_expression",
  "((1 - 10^20000)/3)! mod 7": "invalid_expression",
  "(f(1000001)/7)! mod 7": "invalid_expression",
  "(2 - 7^20000/7^19999*f(60000))! mod 7": "invalid_expression",
  "(9^9^9/2)! mod 7": "invalid_expression",
  "(10^20000/3*(1/7))! mod 7": "invalid_expression",
  "((-3)^(9^9^9))! mod 7": "result_too_large",
  "(1/4*(9^9^9 + 1))! mod 7": "invalid_expression",
  "(9^9^9*(2/3)/4)! mod 7": "invalid_expression",
  "(7^(10^12)/3^(10^11))! mod 7": "invalid_expression",
  "powmod(10^20000/3, 2, 7)": "invalid_expression",
  "modinv(10^20000/3, 7)": "invalid_expression",
  "1/(3^90000 - 3^90000) mod 1": "division_by_zero",
  "5*(1/(3^90000 - 3^90000))^2 mod 1": "division_by_zero",
  "powmod(3, 5//(f(60000) - f(60000)), 1)": "division_by_zero",
};

Deno.test("a number that does not exist has no residue, however long it is", async (t) => {
  for (const [expression, code] of Object.entries(INVALID)) {
    await t.step(expression, () => assert.throws(() => resultOf(expression), { code }));
  }
});

const INTEGRAL: Readonly<Record<string, string>> = {
  "((10^20000 - 1)/3)! mod 7": "0",
  "((3^300000 - 3)/2)! mod 7": "0",
  "(9^9^9/3)! mod 7": "0",
  "(9^9^9//2)! mod 7": "0",
  "(isqrt(9^9^9))! mod 7": "0",
  "((9^9^9)!)! mod 7": "0",
  "(f(9^9^9))! mod 7": "0",
  "(-(-(10^20000)/2))! mod 7": "0",
  "(3^50000/2 + 1/2)! mod 7": "0",
  "(1/2*(9^9^9 + 1))! mod 7": "0",
  "((2^(10^12) - 1)/3)! mod 7": "0",
  "((2^(10^12) - 1)/(3/4))! mod 7": "0",
  "((2^(10^12) - 1)*(4/3))! mod 7": "0",
  "(9^(10^12)/3^(10^11))! mod 7": "0",
  "((f(60000) - f(60000))/2)! mod 7": "1",
  "powmod((10^20000 - 1)/3, 2, 7)": "4",
  "powmod((2^(10^12) - 1)/3, 1, 1000)": "125",
  "modinv((10^20000 - 1)/3, 7)": "3",
  "9^9^9/3 mod 1": "0",
  "5/(f(60000) - f(59999)) mod 1": "0",
};

Deno.test("quotients that are integers have residues as all integers have", async (t) => {
  for (const [expression, residue] of Object.entries(INTEGRAL)) {
    await t.step(expression, () => assert.equal(resultOf(expression), residue));
  }
});

Deno.test("the option mod gives the residue of the whole expression", () => {
  assert.equal(resultOf("9^9^9^9", { mod: 10n }), "9");
  assert.equal(resultOf("1/3", { mod: 7n }), "5");
  assert.equal(resultOf("-5", { mod: 3n }), "1");
  assert.throws(() => resultOf("1 = 1", { mod: 3n }), { code: "invalid_expression" });
  assert.throws(() => resultOf("1/3", { mod: 6n }), { code: "not_invertible" });
});

function fallingFactorial(n: bigint, count: number, m: bigint): string {
  let residue = 1n;
  for (let i = 0n; i < count; i++) residue = residue * (n - i) % m;
  return String(residue);
}
