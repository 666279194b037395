import fc from "fast-check";
import type {
  BinaryOperator,
  Expression,
  ExpressionNode,
  NodeContent,
} from "../../../domain/expressions/expression.ts";
import { type FunctionName, FUNCTIONS } from "../../../domain/expressions/functions.ts";
import { parseDecimal } from "../../../domain/numbers/mod.ts";

const BINARY_OPERATORS: readonly BinaryOperator[] = [
  ...["add", "subtract", "multiply", "divide", "floorDivide", "mod", "power"] as const,
  ...["equal", "notEqual", "less", "lessOrEqual", "greater", "greaterOrEqual"] as const,
  ...["and", "or"] as const,
];

/** Variables of random expressions; `c` and `f` are also names of functions. */
export const VARIABLES: ReadonlySet<string> = new Set(["n", "x_1", "c", "f"]);

/** Functions that can stand anywhere. */
const INNER_FUNCTIONS = (Object.keys(FUNCTIONS) as FunctionName[])
  .filter((name) => !("outermost" in FUNCTIONS[name]));

const number = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(), fc.nat()).map(([whole, places]) => `${whole}.${places}`),
  fc.tuple(fc.nat(99), fc.integer({ min: -99, max: 99 })).map(([n, e]) => `${n}e${e}`),
).map((text): Expression => node([], { kind: "number", text, value: parseDecimal(text) }));

const variable = fc.constantFrom(...VARIABLES)
  .map((name): Expression => node([], { kind: "variable", name }));

/** Trees of every kind of node. Spans are not those of any text. */
export const arbitraryExpression: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>(
  (tie) => ({
    tree: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      number,
      variable,
      fc.tuple(fc.constantFrom("negate", "not"), tie("tree"))
        .map(([operator, operand]) => node([operand], { kind: "unary", operator })),
      fc.tuple(fc.constantFrom(...BINARY_OPERATORS), tie("tree"), tie("tree"))
        .map(([operator, ...operands]) => node(operands, { kind: "binary", operator })),
      fc.tuple(fc.integer({ min: 1, max: 5 }), tie("tree"))
        .map(([step, operand]) => node([operand], { kind: "factorial", step })),
      fc.tuple(fc.constantFrom(...INNER_FUNCTIONS), fc.array(tie("tree"), { maxLength: 4 }))
        .map(([name, operands]) => call(name, operands)),
      fc.array(tie("tree"), { maxLength: 3 })
        .map((operands) => node(operands, { kind: "list", count: operands.length })),
    ),
  }),
).tree;

/** A call with as many of the operands as the function takes, the last one repeated if needed. */
function call(name: FunctionName, given: readonly Expression[]): Expression {
  const { least, most } = FUNCTIONS[name];
  const operands = given.slice(0, most);
  while (operands.length < least) {
    operands.push(operands.at(-1) ?? node([], { kind: "variable", name: "n" }));
  }
  return node(operands, { kind: "call", name, count: operands.length });
}

function node(operands: readonly Expression[], content: NodeContent): Expression {
  const nodes: ExpressionNode[] = operands.flat();
  return [...nodes, { ...content, span: { start: 0, end: 0 }, size: nodes.length + 1 }];
}
