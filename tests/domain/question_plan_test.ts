import assert from "node:assert/strict";
import { Cancelled, type DecimalText, NEVER_CANCELLED } from "../../domain/numbers/mod.ts";
import { createOutlineTables, Undecided } from "../../domain/numbers/outline/mod.ts";
import { findOperation, OPERATIONS } from "../../domain/operations/mod.ts";
import { defineOperation } from "../../domain/operations/operation.ts";
import { supportedOptions } from "../../domain/operations/options.ts";
import { Question } from "../../domain/question.ts";
import type { Description } from "../../domain/result_text.ts";

import { textOf } from "../../testing/exact_value.ts";

type Values = Readonly<Record<string, unknown>>;

function planOf(name: string, values: Values) {
  return Question.parse(findOperation(name)!, values).plan;
}

function outlineOf(name: string, values: Values) {
  const { text, details } = planOf(name, values).compute(NEVER_CANCELLED) as Description;
  return { text, outline: details.outline as Readonly<Record<string, unknown>> };
}

Deno.test("an outline has the contract's members, and its text is the scientific form", () => {
  const { text, outline } = outlineOf("factorial", { n: "1e18", outline: true });
  assert.equal(text, "5.5970735673103951804e+17565705518096748181");
  assert.deepEqual(outline, {
    sign: 1,
    digits: "17565705518096748182",
    exponent10: "17565705518096748181",
    leading: "55970735673103951804",
    scientific: text,
    trailing: "00000000000000000000",
    trailing_zeros: "249999999999999995",
    last_nonzero: "24014240455407435776",
  });
});

Deno.test("the outline of a number that is not an integer has no end", () => {
  const { outline } = outlineOf("pow", { base: "1.5", exponent: "1e18", outline: true });
  const { trailing, trailing_zeros, last_nonzero, digits } = outline;
  assert.deepEqual([trailing, trailing_zeros, last_nonzero], [null, null, null]);
  assert.equal(digits, "176091259055681243");
});

Deno.test("every operation with options outlines its example and has its residue", async (t) => {
  const outlined = OPERATIONS.filter((operation) => supportedOptions(operation).includes("mod"));
  assert.equal(outlined.length, 10);
  for (const operation of outlined) {
    await t.step(operation.name, () => {
      const { name, example } = operation;
      const exact = textOf(planOf(name, example).compute(NEVER_CANCELLED) as DecimalText);
      const { outline } = outlineOf(name, { ...example, outline: { leading: 50, trailing: 50 } });
      assert.equal(outline.leading, exact.slice(0, 50));
      assert.equal(outline.trailing, exact.slice(-50));
      assert.equal(outline.digits, String(exact.length));
      for (const mod of ["1", "97", "1000000007", String(2n ** 89n - 1n)]) {
        const plan = planOf(name, { ...example, mod });
        assert.ok(plan.predictSeconds() < 1, mod);
        const residue = plan.compute(NEVER_CANCELLED);
        assert.equal(residue, String(BigInt(exact) % BigInt(mod)), mod);
      }
    });
  }
});

Deno.test("a residue that becomes quick once its modulus is factored is planned in the pool", () => {
  const values = { n: "1e12", mod: String(3n ** 200n) };
  assert.equal(planOf("factorial", values).predictSeconds(), 0.05);
  assert.equal(planOf("factorial", values).compute(NEVER_CANCELLED), "0");
});

Deno.test("a residue without a quick method is refused in the pool", () => {
  const plan = planOf("factorial", { n: "1e25", mod: String(2n ** 127n - 1n) });
  assert.equal(plan.predictSeconds(), 0.05);
  assert.throws(() => plan.compute(NEVER_CANCELLED), { code: "too_costly" });
});

Deno.test("inputs of more than 10,000 digits are too costly to outline or to reduce", () => {
  for (const option of [{ outline: true }, { mod: 7 }]) {
    const plan = planOf("factorial", { n: "1e10001", ...option });
    assert.throws(() => plan.predictSeconds(), { code: "too_costly" });
  }
});

Deno.test("a long result of a long input is too costly", async (t) => {
  const k = "5e3000";
  for (const name of ["binomial", "permutations", "lucas", "catalan", "subfactorial"]) {
    await t.step(name, () => {
      const takesTwo = name === "binomial" || name === "permutations";
      const plan = planOf(name, takesTwo ? { n: "1e3001", k } : { n: "1e3001" });
      assert.throws(() => plan.predictDigits!(), { code: "too_costly" });
    });
  }
});

const SHORT: readonly (readonly [name: string, values: Values])[] = [
  ["permutations", { n: "1e4000", k: 3 }],
  ["binomial", { n: "1e4000", k: 3 }],
  ["binomial", { n: "-1e4000", k: 3 }],
  ["multifactorial", { n: "1e4000", k: "3e3999" }],
  ["permutations", { n: "1e100000", k: 3 }],
];

Deno.test("a short result of a long input is computed", async (t) => {
  for (const [name, values] of SHORT) {
    await t.step(`${name} ${Object.values(values)}`, () => {
      const plan = planOf(name, values);
      const predicted = Number(plan.predictDigits!());
      const text = textOf(plan.compute(NEVER_CANCELLED) as DecimalText);
      assert.equal(predicted, text.replace("-", "").length);
    });
  }
});

Deno.test("a number whose digits cannot be decided is too costly to outline", () => {
  const undecided = defineOperation({
    ...findOperation("factorial")!,
    outlined: () => {
      throw new Undecided();
    },
  });
  const { plan } = Question.parse(undecided, { n: "1e18", outline: true });
  assert.throws(() => plan.compute(NEVER_CANCELLED), { code: "too_costly" });
});

Deno.test("an outline uses the tables of its context and ends at its checkpoint", () => {
  const outlineTables = createOutlineTables();
  const plan = planOf("fibonacci", { n: "1e1000", outline: true });
  plan.compute({ ...NEVER_CANCELLED, outlineTables });
  const context = {
    checkpoint() {
      throw new Cancelled();
    },
  };
  assert.throws(() => plan.compute(context), Cancelled);
});

Deno.test("errors that are no answers are thrown unchanged", () => {
  const plan = planOf("factorial", { n: 10_000 });
  const context = {
    checkpoint() {
      throw new RangeError("damaged");
    },
  };
  assert.throws(() => plan.compute(context), { message: "damaged" });
});

Deno.test("a question whose arithmetic has no inverse or no solution says why", () => {
  const inverse = planOf("pow", { base: 3, exponent: -1, mod: 6 });
  assert.throws(() => inverse.compute(NEVER_CANCELLED), {
    code: "not_invertible",
    members: { common_divisor: "3" },
  });
  const congruences = planOf("crt", { residues: [0, 1], moduli: [4, 6] });
  assert.throws(() => congruences.compute(NEVER_CANCELLED), { code: "no_solution" });
});

Deno.test("an answer shows its input and modulus, and the log its whole question", () => {
  const question = Question.parse(findOperation("factorial")!, { n: 5, outline: true });
  assert.deepEqual(question.answerInput, { n: "5" });
  assert.deepEqual(question.canonical, { n: "5", outline: "20+20" });
  const residue = Question.parse(findOperation("factorial")!, { n: 5, mod: "7" });
  assert.deepEqual(residue.answerInput, { n: "5", mod: "7" });
});

Deno.test("every question has a prediction in seconds, also of 0 and 1", () => {
  for (const operation of OPERATIONS) {
    const [field, ...others] = Object.keys(operation.input().shape);
    for (const value of ["0", "1", "-1", "2"]) {
      const number = field === "numbers" || field === "residues" ? [value, value] : value;
      const rest = others.map((other) => [other, other === "moduli" ? ["2", "3"] : "2"]);
      const values = { [field!]: number, ...Object.fromEntries(rest) };
      if (!operation.input().safeParse(values).success) continue;
      const seconds = planOf(operation.name, values).predictSeconds();
      assert.ok(seconds >= 0 && seconds < 1, `${operation.name} of ${value}: ${seconds}`);
    }
  }
});

Deno.test("a residue is not computed inline while its modulus is not factored", () => {
  const plan = planOf("binomial", { n: 10, k: 2, mod: String(2n ** 61n - 1n) });
  assert.equal(plan.predictSeconds(), 0.05);
  assert.equal(plan.compute(NEVER_CANCELLED), "45");
});

Deno.test("a residue that takes longer than the limit of its context is refused", () => {
  const plan = planOf("factorial", { n: "1e6", mod: String(2n ** 61n - 1n) });
  const context = { ...NEVER_CANCELLED, maxSeconds: 1e-9 };
  assert.throws(() => plan.compute(context), { code: "too_costly" });
});

Deno.test("an outline that takes longer than the limit of its context is refused", () => {
  const plan = planOf("factorial", { n: "1e18", outline: true });
  const context = { ...NEVER_CANCELLED, maxSeconds: 1e-9 };
  assert.throws(() => plan.compute(context), { code: "too_costly" });
});
