import assert from "node:assert/strict";
import fc from "fast-check";
import { ServiceError } from "../../../../domain/errors.ts";
import { atPlace } from "../../../../domain/expressions/evaluation/at_place.ts";
import { knownOperand } from "../../../../domain/expressions/evaluation/known_operand.ts";
import type { Operand } from "../../../../domain/expressions/evaluation/rule.ts";
import { ruleOf } from "../../../../domain/expressions/evaluation/rules.ts";
import {
  type Bounds,
  mostDigits,
  type Size,
  UNKNOWN_SIZE,
} from "../../../../domain/expressions/evaluation/size.ts";
import { evaluationTools } from "../../../../domain/expressions/evaluation/tools.ts";
import type { Value } from "../../../../domain/expressions/evaluation/value.ts";
import { type ExpressionNode, operandCount } from "../../../../domain/expressions/expression.ts";
import { type FunctionName, FUNCTIONS } from "../../../../domain/expressions/functions.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { outlineTables } from "../../numbers/outline/tools.ts";
import { resultOf } from "./evaluated.ts";

const tools = evaluationTools({ ...NEVER_CANCELLED, outlineTables }, { maxDigits: 1_000 });

const MAX_SECONDS = 1e-3;
const MAX_DIGITS = 1_000;

const FUNCTION_NAMES = (Object.keys(FUNCTIONS) as FunctionName[])
  .filter((name) => !("outermost" in FUNCTIONS[name]));

/** Small numbers, so that most operators and functions have a value. */
const expression = fc.letrec<{ tree: string; list: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.integer({ min: -12, max: 12 }).map((n) => `(${n})`),
    fc.constantFrom("0.5", "(-1/3)", "2.5e3", "(7/30)", "1e400", "1e-400", "(10^300 + 1)"),
    fc.tuple(
      fc.constantFrom("+", "-", "*", "/", "//", "mod", "^"),
      tie("tree"),
      tie("tree"),
    ).map(([operator, a, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(fc.constantFrom("!", "!!", "#"), tie("tree")).map(([mark, a]) => `(${a})${mark}`),
    tie("tree").map((a) => `(-${a})`),
    fc.tuple(fc.constantFrom(...FUNCTION_NAMES), fc.array(tie("tree"), { maxLength: 3 }))
      .map(([name, given]) => callOf(name, given)),
    fc.tuple(fc.constantFrom("gcd", "lcm", "min", "max"), tie("list"))
      .map(([name, list]) => `${name}(${list})`),
    fc.tuple(tie("list"), tie("list")).map((lists) => `crt(${lists})`),
  ),
  list: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((items) => `[${items}]`),
})).tree;

function callOf(name: FunctionName, given: readonly string[]): string {
  const { least, most } = FUNCTIONS[name];
  const operands = given.slice(0, most);
  while (operands.length < least) operands.push(operands.at(-1) ?? "6");
  return `${name}(${operands})`;
}

interface Known {
  /** With its value. */
  readonly known: Operand;
  /** Its size predicted from those of its operands. */
  readonly predicted: Operand;
}

/**
 * Compares the bounds of each node with its value. `areKept` says for each node whether other nodes
 * see its value or only its bounds.
 */
function checkSizes(text: string, areKept: readonly boolean[]): void {
  const stack: (Known | undefined)[] = [];
  for (const [index, node] of parseExpression(text, new Set()).entries()) {
    const operands = stack.splice(stack.length - operandCount(node));
    if (!hasAll(operands)) {
      stack.push(undefined);
      continue;
    }
    const all = operands.map(({ known }) => known);
    const seen = operands.map(({ known, predicted }) =>
      areKept[known.index % areKept.length] ? known : predicted
    );
    const value = valueOf(node, all);
    const bounds = value &&
      attempt(() => ruleOf(node, {}).predict(seen, { span: node.span, tools }));
    if (!bounds) {
      stack.push(undefined);
      continue;
    }
    const known = {
      index,
      span: node.span,
      ...knownOperand({ index, span: node.span }, value, tools),
    };
    const size = operands.length === 0 ? known.size : bounds.size ?? UNKNOWN_SIZE;
    const { start, end } = node.span;
    if (known.type === "number") assertBounds(size, known.size, text.slice(start, end));
    const { value: _, items: __, ...place } = known;
    const items = node.kind === "list" && { items: seen };
    stack.push({ known, predicted: { ...place, size, ...items } });
  }
}

/** Undefined if the node has no value, or if it is too long or takes too long for this test. */
function valueOf(node: ExpressionNode, operands: readonly Operand[]): Value | undefined {
  const [rule, context] = [ruleOf(node, {}), { span: node.span, tools }];
  return attempt(() => {
    const { seconds, size, isShort } = rule.predict(operands, context);
    const isLong = size && !isShort && mostDigits(size) > MAX_DIGITS;
    return isLong || seconds > MAX_SECONDS
      ? undefined
      : atPlace(node.span, () => rule.compute(operands, context));
  });
}

function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

function hasAll(operands: readonly (Known | undefined)[]): operands is Known[] {
  return operands.every((operand) => operand !== undefined);
}

function assertBounds(bounds: Size, exact: Size, text: string): void {
  const message = `${text}: ${JSON.stringify(bounds)}`;
  for (const part of ["magnitude", "numerator", "denominator"] as const) {
    const includes = ({ least, most }: Bounds) =>
      least <= exact[part].most && most >= exact[part].least;
    assert.ok(includes(bounds[part]), `${part} of ${message}`);
  }
  assert.ok(bounds.sign === null || bounds.sign === exact.sign, `sign of ${message}`);
}

Deno.test("the bounds of a number that has not been computed include it", () => {
  fc.assert(
    fc.property(expression, fc.array(fc.boolean(), { minLength: 1 }), checkSizes),
    { numRuns: runs(20_000) },
  );
});

Deno.test("a negative quotient that is rounded down is longer than before", () => {
  assert.equal(resultOf("-10^20001//(3*10^20000) + 3.5 > 0"), "false");
  assert.equal(resultOf("sign(-10^20001//(3*10^20000) + 3.5)"), "-1");
});

const LONG = [
  "sign(gcd(10^(10^12), 10^(10^12)) - 10^(10^10))",
  "sign(lcm(10^(10^12), 3) - 10^(10^10))",
  "digits(floor(10^(10^25)/3)) - 10^21 < 0",
];

Deno.test("an operand that is too long leaves the sign of a difference open", async (t) => {
  for (const text of LONG) {
    await t.step(text, () => assert.throws(() => resultOf(text), { code: "result_too_large" }));
  }
});
