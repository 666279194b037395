import assert from "node:assert/strict";
import { type CanonicalInput, findOperation, OPERATIONS } from "../../../domain/operations/mod.ts";

const FORMULAS: readonly (readonly [name: string, input: CanonicalInput, formula: string])[] = [
  ["evaluate", { expression: "1/3 + 1" }, "1/3 + 1"],
  ["evaluate", { expression: "n + 1", variables: "n = 2" }, "n + 1, n = 2"],
  ["evaluate", { expression: "2^127 mod 10^9 + 7" }, "(2^127 mod 10^9) + 7"],
  ["evaluate", { expression: "1 + 9 mod n", variables: "n = 2" }, "1 + (9 mod n), n = 2"],
  ["evaluate", { expression: "10 mod 4*2" }, "(10 mod 4)*2"],
  ["evaluate", { expression: "2^10 mod 7 == 2" }, "2^10 mod 7 == 2"],
  ["evaluate", { expression: "12… mod 7" }, "12… mod 7"],
  ["factorial", { n: "20" }, "20!"],
  ["multifactorial", { n: "20", k: "2" }, "20!!"],
  ["multifactorial", { n: "20", k: "7" }, "multifactorial(20, 7)"],
  ["fibonacci", { n: "-8" }, "F(-8)"],
  ["lucas", { n: "20" }, "L(20)"],
  ["primorial", { n: "20" }, "20#"],
  ["pow", { base: "2", exponent: "10" }, "2^(10)"],
  ["pow", { base: "-1.5", exponent: "-3" }, "(-1.5)^(-3)"],
  ["root", { n: "1000", k: "3" }, "⌊1000^(1/3)⌋"],
  ["decimal", { value: "1/7", places: "50" }, "1/7 to 50 decimal places"],
  ["digitsum", { n: "255", base: "10" }, "digit sum of 255"],
  ["digitsum", { n: "255", base: "2" }, "digit sum of 255 in base 2"],
  ["binomial", { n: "5", k: "2" }, "binomial(5, 2)"],
  ["permutations", { n: "5", k: "2" }, "P(5, 2)"],
  ["catalan", { n: "5" }, "Catalan(5)"],
  ["subfactorial", { n: "5" }, "!5"],
  ["gcd", { numbers: ["12", "18"] }, "gcd(12, 18)"],
  ["lcm", { numbers: ["12", "18"] }, "lcm(12, 18)"],
  ["modinv", { a: "3", m: "7" }, "3^(-1) mod 7"],
  ["crt", { residues: ["2", "3"], moduli: ["3", "5"] }, "x ≡ 2 (mod 3), x ≡ 3 (mod 5)"],
  ["isprime", { n: "91" }, "Is 91 prime?"],
  ["nextprime", { n: "90" }, "next prime after 90"],
  ["prevprime", { n: "90" }, "prime before 90"],
  ["factor", { n: "360" }, "prime factors of 360"],
];

Deno.test("every operation writes its question as a formula", () => {
  for (const [name, input, formula] of FORMULAS) {
    assert.equal(findOperation(name)!.formula(input), formula);
  }
  const tested = new Set(FORMULAS.map(([name]) => name));
  assert.deepEqual(OPERATIONS.filter(({ name }) => !tested.has(name)).map(({ name }) => name), []);
});
