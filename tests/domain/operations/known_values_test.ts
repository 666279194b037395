import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { findOperation } from "../../../domain/operations/mod.ts";
import { NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { Question } from "../../../domain/question.ts";
import { resultText, wholeText } from "../../../domain/result_text.ts";

type Values = Readonly<Record<string, unknown>>;

/** The text and the details of an answer. */
async function answer(name: string, values: Values) {
  const question = Question.parse(findOperation(name)!, values);
  question.check();
  const result = await resultText(question.plan.compute(NEVER_CANCELLED));
  return { text: wholeText(result), digits: result.digits, details: result.details };
}

/** A result by its number of digits and its ends. */
interface Ends {
  readonly digits: number;
  readonly first: string;
  readonly last?: string;
}

const KNOWN: readonly (readonly [string, Values, string | Ends])[] = [
  ["binomial", { n: 52, k: 5 }, "2598960"],
  ["binomial", { n: -7, k: 3 }, "-84"],
  ["binomial", { n: 5, k: 6 }, "0"],
  ["binomial", { n: "1e6", k: "5e5" }, {
    digits: 301_027,
    first: "78995787722769708417",
    last: "54185815609409350784",
  }],
  ["permutations", { n: 52, k: 5 }, "311875200"],
  ["permutations", { n: 5, k: 6 }, "0"],
  ["catalan", { n: 10 }, "16796"],
  ["catalan", { n: 1000 }, {
    digits: 598,
    first: "20461055214680216926",
    last: "64244732001962029120",
  }],
  ["lucas", { n: 10 }, "123"],
  ["lucas", { n: -7 }, "-29"],
  ["lucas", { n: "1e6" }, {
    digits: 208_988,
    first: "43676716190260397372",
    last: "15558191651611328127",
  }],
  ["fibonacci", { n: -8 }, "-21"],
  ["fibonacci", { n: -7 }, "13"],
  ["subfactorial", { n: 10 }, "1334961"],
  ["subfactorial", { n: 100 }, { digits: 158, first: "343327959841638047" }],
  ["subfactorial", { n: 10_000 }, { digits: 35_660, first: "104708042084" }],
  ["primorial", { n: 30 }, "6469693230"],
  ["primorial", { n: "1e6" }, {
    digits: 433_637,
    first: "14705552760839308761",
    last: "26784753963694338690",
  }],
  ["multifactorial", { n: 20, k: 2 }, "3715891200"],
  ["multifactorial", { n: 0, k: 3 }, "1"],
  ["multifactorial", { n: "1e400", k: "1e400" }, `1${"0".repeat(400)}`],
  ["multifactorial", { n: "1e6", k: 3 }, { digits: 1_855_239, first: "16724241054417333829" }],
  ["gcd", { numbers: [12, -18, "30"] }, "6"],
  ["gcd", { numbers: [0, 0] }, "0"],
  ["lcm", { numbers: [4, 6] }, "12"],
  ["lcm", { numbers: [4, 0] }, "0"],
  ["lcm", { numbers: [-4, 6] }, "12"],
  ["lcm", { numbers: [4, -6] }, "12"],
  [
    "lcm",
    { numbers: Array.from({ length: 100 }, (_, i) => i + 1) },
    "69720375229712477164533808935312303556800",
  ],
  ["modinv", { a: 3, m: 7 }, "5"],
  ["modinv", { a: -3, m: 7 }, "2"],
  ["modinv", { a: 5, m: 1 }, "0"],
  ["crt", { residues: [2, 3, 2], moduli: [3, 5, 7] }, "23"],
  ["root", { n: 1000, k: 2 }, "31"],
  ["root", { n: -27, k: 3 }, "-3"],
  ["root", { n: 5, k: "1e400" }, "1"],
  ["root", { n: "1e99", k: 2 }, {
    digits: 50,
    first: "31622776601683793319",
    last: "27185337195551393252",
  }],
  ["root", { n: "1e100", k: 7 }, "193069772888325"],
  ["isprime", { n: "2305843009213693951" }, "true"],
  ["isprime", { n: -7 }, "false"],
  ["nextprime", { n: "1e100" }, `1${"0".repeat(97)}267`],
  ["nextprime", { n: -5 }, "2"],
  ["prevprime", { n: "1e100" }, `${"9".repeat(97)}203`],
  ["prevprime", { n: 3 }, "2"],
  ["factor", { n: 1 }, "1"],
  ["factor", { n: 360 }, "2^3 * 3^2 * 5"],
  [
    "factor",
    { n: "340282366920938463463374607431768211457" },
    "59649589127497217 * 5704689200685129054721",
  ],
  ["digitsum", { n: String(2n ** 1000n) }, "1366"],
  ["digitsum", { n: 255, base: 2 }, "8"],
  ["decimal", { value: "1/7", places: 12 }, "0.142857142857"],
  ["decimal", { value: "-22/7", places: 0 }, "-3"],
  ["decimal", { value: "-1/700", places: 2 }, "0.00"],
  ["decimal", { value: "0.5" }, `0.5${"0".repeat(49)}`],
  ["decimal", { value: "-0.5", places: 1 }, "-0.5"],
  ["decimal", { value: "-0.007", places: 2 }, "0.00"],
  ["pow", { base: "8/27", exponent: 2 }, "64/729"],
  ["pow", { base: "-8/27", exponent: -1 }, "-3.375"],
  ["pow", { base: "2/3", exponent: 0 }, "1"],
  ["pow", { base: "6/4", exponent: 2 }, "2.25"],
  ["pow", { base: "2/3", exponent: 3_000 }, `${2n ** 3000n}/${3n ** 3000n}`],
  ["pow", { base: "2/30000000000000000000001", exponent: 30_000 }, {
    digits: 9_031 + 1 + 674_314,
    first: String(2n ** 30_000n).slice(0, 20),
  }],
];

for (const [name, values, expected] of KNOWN) {
  Deno.test(`${name} ${JSON.stringify(values).slice(0, 60)} has its known value`, async () => {
    const { text } = await answer(name, values);
    if (typeof expected === "string") return assert.equal(text, expected);
    assert.equal(text.length, expected.digits);
    assert.ok(text.startsWith(expected.first), text.slice(0, 30));
    assert.ok(text.endsWith(expected.last ?? ""), text.slice(-30));
  });
}

Deno.test("answers have the details of their operation", async (t) => {
  const cases: readonly (readonly [string, Values, unknown])[] = [
    ["root", { n: 1000, k: 3 }, { exact: true }],
    ["root", { n: 1001, k: 3 }, { exact: false }],
    ["crt", { residues: [2, 3, 2], moduli: [3, 5, 7] }, { modulus: "105" }],
    ["crt", { residues: [1, 3], moduli: [4, 6] }, { modulus: "12" }],
    ["isprime", { n: 97 }, { digits: null, certainty: "proven", method: "trial division" }],
    ["isprime", { n: 91 }, {
      digits: null,
      certainty: "proven",
      method: "trial division",
      witness: { factor: "7" },
    }],
    ["isprime", { n: String(2n ** 127n - 1n) }, {
      digits: null,
      certainty: "probable",
      method: "bpsw",
    }],
    ["isprime", { n: "200000000425150000225940653" }, {
      digits: null,
      certainty: "proven",
      method: "bpsw",
      witness: { lucas_discriminant: "5" },
    }],
    ["decimal", { value: "1/7", places: 3 }, {
      exact: false,
      terminates: false,
      period: { start: 0, length: "6", text: "142857" },
    }],
    ["decimal", { value: "1/12", places: 3 }, {
      exact: false,
      terminates: false,
      period: { start: 2, length: "1", text: "3" },
    }],
    ["decimal", { value: "1/8", places: 3 }, {
      exact: true,
      terminates: true,
      period: null,
    }],
    ["decimal", { value: "1/998001", places: 3 }, {
      exact: false,
      terminates: false,
      period: { start: 0, length: "2997", text: null },
    }],
    ["factor", { n: 12 }, {
      digits: null,
      complete: true,
      factors: [
        { prime: "2", exponent: 2, certainty: "proven" },
        { prime: "3", exponent: 1, certainty: "proven" },
      ],
    }],
  ];
  for (const [name, values, details] of cases) {
    await t.step(`${name} ${JSON.stringify(values).slice(0, 60)}`, async () => {
      assert.deepEqual((await answer(name, values)).details, details);
    });
  }
});

Deno.test("a composite that takes too long to factor cannot be overlooked", async () => {
  const [p, q] = [2n ** 127n - 1n, 10n ** 100n + 267n];
  const { text, details } = await answer("factor", { n: String(6n * p * q) });
  assert.equal(text, `2 * 3 * composite(${p * q})`);
  assert.equal(details?.complete, false);
  assert.equal(details?.composite, String(p * q));
});

Deno.test("a period that takes too long to find is null", async () => {
  const denominator = (2n ** 127n - 1n) * (10n ** 100n + 267n);
  const { text, details } = await answer("decimal", { value: `1/${denominator}`, places: 3 });
  assert.equal(text, "0.000");
  assert.deepEqual(details, { exact: false, terminates: false, period: null });
});

Deno.test("a period whose denominator takes too long to be tested for primality is null", async () => {
  const value = `1/${10n ** 9_999n + 1n}`;
  const { plan } = Question.parse(findOperation("decimal")!, { value, places: 3 });
  assert.ok(plan.predictSeconds(NEVER_CANCELLED) < 0.1);
  const { details } = await answer("decimal", { value, places: 3 });
  assert.equal(details!.period, null);
});

Deno.test("a composite has a witness that can be checked", async () => {
  for (const n of [2047, "3215031751", "318665857834031151167461", String(1093n ** 2n)]) {
    const { text, details } = await answer("isprime", { n });
    assert.equal(text, "false");
    assert.ok(details?.witness, String(n));
  }
});

Deno.test("the digits of a decimal expansion are predicted by a close upper bound", async () => {
  for (const value of ["1/7", "-22/7", "355/113", "0.5", "12345.678", "1e5", "-1e-7"]) {
    for (const places of [0, 5]) {
      const { plan } = Question.parse(findOperation("decimal")!, { value, places });
      const predicted = Number(plan.predictDigits!());
      const { digits } = await answer("decimal", { value, places });
      assert.ok(predicted === digits || predicted === digits! + 1, `${value}: ${predicted}`);
    }
  }
});

Deno.test("the period of 1/97 has 96 digits", async () => {
  const { details } = await answer("decimal", { value: "1/97" });
  const { length, text } = details!.period as { length: string; text: string };
  assert.deepEqual([length, text.length], ["96", 96]);
  const repeated = (10n ** 96n / 97n).toString().padStart(96, "0");
  assert.equal(createHash("sha256").update(text).digest("hex"), sha256(repeated));
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

Deno.test("inputs without an answer are refused with their code", async (t) => {
  const cases: readonly (readonly [string, Values, string])[] = [
    ["modinv", { a: 6, m: 9 }, "not_invertible"],
    ["crt", { residues: [2, 3], moduli: [4, 6] }, "no_solution"],
    ["crt", { residues: [2, 3], moduli: [5] }, "invalid_input"],
    ["root", { n: -4, k: 2 }, "invalid_input"],
    ["root", { n: 4, k: 0 }, "invalid_input"],
    ["prevprime", { n: 2 }, "invalid_input"],
    ["factor", { n: 0 }, "invalid_input"],
    ["gcd", { numbers: [1] }, "invalid_input"],
    ["gcd", { numbers: "" }, "invalid_input"],
    ["gcd", { numbers: [1, "x"] }, "invalid_input"],
    ["gcd", { numbers: 7 }, "invalid_input"],
    ["gcd", {}, "invalid_input"],
    ["gcd", { numbers: ["1e600000", "1e600000"] }, "invalid_input"],
    ["crt", { residues: ["1e999999", 1], moduli: [1, 1] }, "invalid_input"],
    ["gcd", { numbers: Array.from({ length: 101 }, () => 1) }, "invalid_input"],
    ["digitsum", { n: 5, base: 37 }, "invalid_input"],
    ["digitsum", { n: 5, base: 1 }, "invalid_input"],
    ["decimal", { value: "1/0" }, "invalid_input"],
    ["decimal", { value: `1/${"3".repeat(10_001)}` }, "invalid_input"],
    ["factorial", { n: "8/27" }, "invalid_input"],
    ["pow", { base: 0, exponent: -1 }, "division_by_zero"],
  ];
  for (const [name, values, code] of cases) {
    await t.step(`${name} ${JSON.stringify(values).slice(0, 60)}`, async () => {
      await assert.rejects(answer(name, values), { code });
    });
  }
});

Deno.test("a fraction of integers is read as the number that it is", async () => {
  assert.equal((await answer("factorial", { n: "10/2" })).text, "120");
  assert.deepEqual(
    Question.parse(findOperation("pow")!, { base: "6/4", exponent: 2 }).canonical,
    { base: "1.5", exponent: "2" },
  );
});

Deno.test("a list may be a text with commas or spaces", () => {
  const gcd = findOperation("gcd")!;
  const canonical = { numbers: ["12", "18", "30"] };
  for (const numbers of [["12", 18, "3e1"], "12, 18,30", "12 18 30"]) {
    assert.deepEqual(Question.parse(gcd, { numbers }).canonical, canonical);
  }
});
