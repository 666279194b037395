import assert from "node:assert/strict";
import { parseExpression } from "../../../domain/expressions/parse.ts";
import { printExpression } from "../../../domain/expressions/print.ts";
import { ServiceError } from "../../../domain/errors.ts";

Deno.test("spellings with one meaning have one tree", async (t) => {
  for (
    const [first, ...others] of [
      ["5!", "factorial(5)", "FACT(5)", "multifactorial(5, 1)", "(5)!", "+5!"],
      ["7!!!", "multifactorial(7, 3)"],
      ["10#", "primorial(10)"],
      ["7 mod 3", "7 % 3", "mod(7, 3)", "rem(7, 3)", "Modulo(7, 3)", "7 MOD 3"],
      ["2^10", "2**10", "pow(2, 10)", "POW(2, 10)"],
      ["powmod(2, 10, 7)", "pow(2, 10, 7)", "modpow(2, 10, 7)"],
      ["sigma(12, 0)", "numdivisors(12)"],
      ["sigma(12)", "sumdivisors(12)", "divisor_sigma(12)"],
      ["binomial(5, 2)", "nCr(5, 2)", "C(5, 2)", "choose(5, 2)"],
      ["isprime(7)", "isPrime(7)", "is_prime(7)", "PrimeQ(7)"],
      ["2*3 - 4/5", "2 × 3 − 4 ÷ 5", "2·3 - 4/5", "\u00a02*3\t-\n4/5 "],
      ["1 == 1 and not 1 != 1", "1 = 1 AND NOT 1 ≠ 1"],
      ["1 <= 2 or 1 >= 2", "1 ≤ 2 or 1 ≥ 2"],
      ["2^3^2", "2^(3^2)", "2^+3^+2"],
      ["((1))", "1", "+1", "++1"],
    ] as const
  ) {
    for (const other of others) {
      await t.step(`${other} is ${first}`, () => {
        assert.equal(print(other), print(first));
      });
    }
  }
});

Deno.test("operators bind as documented", async (t) => {
  for (
    const [text, grouped] of [
      ["2^3!", "2^(3!)"],
      ["-3!", "-(3!)"],
      ["-2^2", "-(2^2)"],
      ["2^-3^2", "2^(-(3^2))"],
      ["2^-3*4", "(2^(-3))*4"],
      ["-2*3", "(-2)*3"],
      ["6/2*3", "(6/2)*3"],
      ["1-2-3", "(1-2)-3"],
      ["1+2<3*4", "(1+2)<(3*4)"],
      ["not 1<2 and 3<4 or 5<6", "((not (1<2)) and (3<4)) or (5<6)"],
      ["not not 1<2", "not (not (1<2))"],
      ["5!=120", "(5) != (120)"],
      ["5! =120", "(5!) = (120)"],
      ["5!!=15", "(5!) != (15)"],
      ["5!==120", "(5!) == (120)"],
      ["5!#", "(5!)#"],
    ] as const
  ) {
    await t.step(`${text} is ${grouped}`, () => {
      assert.deepEqual(
        parseExpression(text).map(({ span: _, ...node }) => node),
        parseExpression(grouped).map(({ span: _, ...node }) => node),
      );
    });
  }
});

Deno.test("numbers are read exactly in every notation", async (t) => {
  for (
    const [text, digits, exponent] of [
      ["0xFF", "255", 0],
      ["0x7fff_ffff", "2147483647", 0],
      ["0o17", "15", 0],
      ["0b1011", "11", 0],
      ["1_000.5", "10005", -1],
      ["1e-3", "1", -3],
      ["2.50E+1_0", "25", 9],
      ["007", "7", 0],
    ] as const
  ) {
    await t.step(text, () => {
      const [node] = parseExpression(text);
      assert.ok(node?.kind === "number");
      assert.deepEqual(node.value, { negative: false, digits, exponent });
    });
  }
});

Deno.test("a span covers the whole subtree, and brackets around its operands", async (t) => {
  for (
    const [text, spans] of [
      ["29^11^7", ["29", "11", "7", "11^7", "29^11^7"]],
      ["(700!)!", ["700", "700!", "(700!)!"]],
      [" (1+ 2)*-3 ", ["1", "2", "1+ 2", "3", "-3", "(1+ 2)*-3"]],
      ["gcd( 4,(6))", ["4", "6", "gcd( 4,(6))"]],
      ["1 + mod(7, 3)", ["1", "7", "3", "mod(7, 3)", "1 + mod(7, 3)"]],
      ["[1,2]", ["1", "2", "[1,2]"]],
    ] as const
  ) {
    await t.step(text, () => {
      const found = parseExpression(text).map(({ span }) => text.slice(span.start, span.end));
      assert.deepEqual(found, spans);
    });
  }
});

Deno.test("sizes count the nodes of each subtree", () => {
  const sizes = parseExpression("gcd(1 + 2, 3!)*-4").map(({ size }) => size);
  assert.deepEqual(sizes, [1, 1, 3, 1, 2, 6, 1, 2, 9]);
});

Deno.test("variables are case-insensitive, and do not hide functions", () => {
  const variables = new Set(["c", "n"]);
  assert.equal(print("C(N, c)", variables), "binomial(n, c)");
  assert.equal(print("c*n", variables), "c*n");
});

const NOT_A_NUMBER = "not a number: write it as in 1_000_000, 0.5, 1e-3 or 0xff";

for (
  const [text, start, end, message] of [
    ["2(3+4)", 1, 2, 'an operator is missing before "(": write * for a product'],
    ["2 n", 2, 3, 'an operator is missing before "n": write * for a product'],
    ["2 3", 2, 3, 'an operator is missing before "3": write * for a product'],
    ["1<2<3", 3, 4, "comparisons cannot be chained: use and"],
    ["1 = 2 + 3 != 4", 10, 12, "comparisons cannot be chained: use and"],
    ["5!+", 3, 3, "the expression ends too early"],
    ["5!+  ", 3, 3, "the expression ends too early"],
    ["", 0, 0, "the expression is empty"],
    [" \n", 0, 0, "the expression is empty"],
    ["(1+2", 4, 4, '")" is missing'],
    ["[1+2", 4, 4, '"]" is missing'],
    ["gcd(1, 2]", 8, 9, '")" is missing'],
    ["1+2)", 3, 4, '")" has no "("'],
    ["1]", 1, 2, '"]" has no "["'],
    ["()", 1, 2, "a value is missing between the brackets"],
    ["1,000", 1, 2, '"," separates arguments: write 1000 or 1_000'],
    ["12,345,678", 2, 3, '"," separates arguments: write 12345678 or 12_345_678'],
    ["3,14", 1, 2, '"," separates arguments: write 3.14'],
    ["12,34,567", 2, 3, '"," separates arguments: write the number without it'],
    ["5!,1", 2, 3, '"," separates arguments of a function'],
    ["(1, 2)", 2, 3, '"," separates arguments of a function'],
    ["0x_ff", 1, 5, NOT_A_NUMBER],
    ["0b12", 3, 4, NOT_A_NUMBER],
    ["1__0", 1, 4, NOT_A_NUMBER],
    ["1.2.3", 3, 5, NOT_A_NUMBER],
    ["1.", 1, 2, NOT_A_NUMBER],
    [".5", 0, 1, '"." is not an operator: write a digit before the point, as in 0.5'],
    ["pi", 0, 2, "π is not exact here: write a fraction or a decimal number instead"],
    ["2*π", 2, 3, "π is not exact here: write a fraction or a decimal number instead"],
    ["e", 0, 1, "e is not exact here: write a fraction or a decimal number instead"],
    ["sin(1)", 0, 3, "sin is not exact here: only functions with exact values are available"],
    ["ln(2)", 0, 2, "ln is not exact here: digits(x) counts the digits of x"],
    ["* 2", 0, 1, 'a value is missing before "*"'],
    ["gcd(1,)", 6, 7, 'a value is missing before ")"'],
    ["gcd()", 0, 5, "gcd takes 1 to 100 arguments, not 0"],
    ["f()", 0, 3, "fibonacci takes 1 argument, not 0"],
    ["2 + mod 3", 4, 7, 'a value is missing before "mod"'],
    ["nCr(5)", 0, 6, "binomial takes 2 arguments, not 1"],
    ["5! + pow(1)", 5, 11, "pow takes 2 to 3 arguments, not 1"],
    ["fibonaci(5)", 0, 8, 'unknown name "fibonaci": did you mean fibonacci?'],
    ["binom(5, 2)", 0, 5, "binom is not available: write binomial(n, k)"],
    ["50 choose 3", 3, 9, '"choose" is a function: write choose(…)'],
    ["100 factorial", 4, 13, '"factorial" is a function: write factorial(…)'],
    ["17 modulo 5", 3, 9, '"modulo" is not an operator: write mod'],
    ["10 P 3", 3, 4, 'an operator is missing before "P": write * for a product'],
    ["2 gcd(4, 6)", 2, 5, 'an operator is missing before "gcd": write * for a product'],
    ["frobnicate(5, 2)", 0, 10, 'unknown function "frobnicate": see the list in the documentation'],
    ["ncrr(5, 2)", 0, 4, 'unknown name "ncrr": did you mean binomial?'],
    ["x + 1", 0, 1, 'unknown name "x": write its value instead, or give it in variables'],
    ["gcd + 1", 0, 3, '"gcd" is a function: write gcd(…)'],
    ["1 + not 2 < 3", 4, 7, '"not" needs brackets here: write (not …)'],
    [
      "leading(5!, 2) + 1",
      0,
      14,
      "leading shapes the whole result: nothing may stand outside its brackets",
    ],
    [
      "multifactorial(7, 0)",
      0,
      20,
      "the second argument of multifactorial is a number from 1 to 1000",
    ],
    ...["1.5", "1 + 1", "3!"].map((step) =>
      [
        `multifactorial(7, ${step})`,
        0,
        19 + step.length,
        "the second argument of multifactorial is a number from 1 to 1000",
      ] as const
    ),
    ["2²", 1, 2, '"²" is not an operator: write "^2"'],
    ["1 – 2", 2, 3, '"–" is not an operator: write "-"'],
    ["1 & 2", 2, 3, '"&" is not an operator: write "and"'],
    ["é", 0, 1, '"é" is not allowed: names have the letters a to z, digits and "_"'],
    ["１", 0, 1, '"１" is not a digit: write 0 to 9'],
    ["1 + 😀", 4, 6, '"😀" has no meaning here: remove it'],
    ["1\u0000", 1, 2, "the character U+0000 is not allowed: remove it"],
    ["1\u202e2", 1, 2, "the character U+202E is not allowed: remove it"],
    ["1\u200b2", 1, 2, "the character U+200B is not allowed: remove it"],
    ["1\ud800", 1, 2, "the character U+D800 is not allowed: remove it"],
    ["1e99999999999999999999", 0, 22, "the exponent of a number is too long: write a power of 10"],
    ["\u212a(1)", 0, 1, '"\u212a" is not allowed: names have the letters a to z, digits and "_"'],
  ] as const
) {
  Deno.test(`${JSON.stringify(text)} is refused at ${start} to ${end}`, () => {
    assert.deepEqual(refusal(text), { start, end, message });
  });
}

Deno.test("a misspelled variable is refused with the nearest one", () => {
  const variables = new Set(["height", "width"]);
  assert.throws(() => parseExpression("2*widht", variables), {
    code: "invalid_expression",
    message: 'Cannot evaluate the expression: unknown name "widht": did you mean "width"?',
  });
});

const many = (text: string) => text.repeat(10_000);

Deno.test("hostile texts are refused with a place, without exhausting the stack", async (t) => {
  for (
    const [name, text] of [
      ["10,000 opening brackets", many("(")],
      ["10,000 closing brackets", many(")")],
      ["10,000 minus signs", many("-")],
      ["10,000 plus signs", many("+")],
      ["9,999 minus signs before a number", `${"-".repeat(9_999)}1`],
      ["9,998 exclamation marks", `5${"!".repeat(9_998)}`],
      ["10,000 exclamation marks", many("!")],
      ["10,000 carets", many("^")],
      ["a tower of 5,000", `${"2^".repeat(4_999)}2`],
      ["5,000 postfix operators", `5${"#".repeat(5_000)}`],
      ["5,000 lists", "[".repeat(5_000) + "]".repeat(5_000)],
      ["201 brackets", `${"(".repeat(201)}1${")".repeat(201)}`],
      ["201 calls", `${"abs(".repeat(201)}1${")".repeat(201)}`],
      ["201 negations", `${"not ".repeat(201)}1`],
      ["201 postfix operators", `5${"#".repeat(201)}`],
      ["2,001 nodes", `[${"1,".repeat(2_000)}1]`],
      ["101 arguments", `gcd(${"1,".repeat(100)}1)`],
      ["10,001 characters", "1".repeat(10_001)],
      ["a name of 10,000 characters", many("a")],
      ["a function of 9,997 characters", `${"a".repeat(9_997)}(1)`],
      ["10,000 commas", many(",")],
      ["groups of digits", "1,000,".repeat(1_600)],
      ["10,000 underscores", `1${"_".repeat(9_000)}`],
    ] as const
  ) {
    await t.step(name, () => {
      const { start, end, message } = refusal(text);
      assert.ok(0 <= start && start <= end && end <= text.length);
      assert.ok(message.length < 150, message);
    });
  }
});

Deno.test("expressions at the limits are accepted", async (t) => {
  for (
    const [name, text] of [
      ["200 brackets", `${"(".repeat(200)}1${")".repeat(200)}`],
      ["200 calls", `${"factorial(".repeat(200)}1${")".repeat(200)}`],
      ["1,000 sums", `1${"+1".repeat(999)}`],
      ["a tower of 1,000", `${"2^".repeat(999)}2`],
      ["2,000 nodes", `[${"1,".repeat(1_998)}1]`],
      ["100 arguments", `gcd(${"1,".repeat(99)}1)`],
      ["10,000 digits", "1".repeat(10_000)],
      ["9,998 hexadecimal digits", `0x${"f".repeat(9_998)}`],
      ["1,000 exclamation marks", `5${"!".repeat(1_000)}`],
      ["200 postfix operators", `5${"#".repeat(200)}`],
    ] as const
  ) {
    await t.step(name, () => {
      assert.ok(print(text).length > 0);
    });
  }
});

function print(text: string, variables?: ReadonlySet<string>): string {
  return printExpression(parseExpression(text, variables));
}

function refusal(text: string) {
  try {
    parseExpression(text);
  } catch (error) {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, "invalid_expression");
    const [{ field, ...place }, ...others] = error.errors as [typeof error.errors[0] & object];
    assert.equal(field, "expression");
    assert.deepEqual(others, []);
    assert.equal(error.message, `Cannot evaluate the expression: ${place.message}`);
    return place as { start: number; end: number; message: string };
  }
  assert.fail("The expression was accepted");
}
