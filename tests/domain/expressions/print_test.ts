import assert from "node:assert/strict";
import fc from "fast-check";
import type { Expression } from "../../../domain/expressions/expression.ts";
import { parseExpression } from "../../../domain/expressions/parse.ts";
import { printExpression } from "../../../domain/expressions/print.ts";
import { runs } from "../../../testing/runs.ts";
import { arbitraryExpression, VARIABLES } from "./arbitrary_expression.ts";

Deno.test("printed expressions parse to the same tree", () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(arbitraryExpression, (expression) => {
      for (const node of expression) kinds.add(node.kind);
      assert.deepEqual(
        tree(parseExpression(printExpression(expression), VARIABLES)),
        tree(expression),
      );
    }),
    { numRuns: runs(5_000) },
  );
  assert.equal(kinds.size, 7);
});

Deno.test("printed expressions parse to the same tree up to the limit of nesting", () => {
  const wrap = fc.constantFrom(
    ...["(_)", "-_", "(-_)", "+_", "_#", "_!", "(_)#", "factorial(_)", "primorial(-_)", "abs(_)"],
    ...["pow(_,2)", "pow(-_,2)", "pow(2,_)", "pow(2,1+_)", "mod(_,3)", "mod(3,1-_)", "2*_", "_^2"],
    ...["(not _)", "(not (_))", "[_]", "(_<1)", "pow(_,2,3)", "numdivisors(_)"],
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(wrap, { minLength: 100, maxLength: 300, size: "max" }), (wraps) => {
      const text = wraps.reduce((inner, outer) => outer.replace("_", inner), "n");
      const expression = parsed(text);
      if (!expression) return;
      accepted++;
      const printed = printExpression(expression);
      assert.deepEqual(tree(parseExpression(printed, VARIABLES)), tree(expression));
    }),
    { numRuns: runs(1_500) },
  );
  assert.ok(accepted > 30, `${accepted}`);
});

/** The expression, or undefined if its text is refused. */
function parsed(text: string): Expression | undefined {
  try {
    return parseExpression(text, VARIABLES);
  } catch {
    return undefined;
  }
}

Deno.test("printing is idempotent", () => {
  fc.assert(fc.property(arbitraryExpression, (expression) => {
    const printed = printExpression(expression);
    assert.equal(printExpression(parseExpression(printed, VARIABLES)), printed);
  }));
});

for (
  const [text, printed] of [
    ["2+3*4", "2 + 3*4"],
    ["2^3^2", "2^3^2"],
    ["(2^3)^2", "(2^3)^2"],
    ["-2^2", "-2^2"],
    ["(-2)^2", "(-2)^2"],
    ["2^-3", "2^-3"],
    ["2^-(3*4)", "2^-(3*4)"],
    ["2**10", "2^10"],
    ["2^3!", "2^3!"],
    ["3!!", "3!!"],
    ["(3!)!", "(3!)!"],
    ["(3#)!", "(3#)!"],
    ["7!!!", "7!!!"],
    ["10#", "10#"],
    ["2--3", "2 - -3"],
    ["--3", "--3"],
    ["1/3+1/6", "1/3 + 1/6"],
    ["-7 mod 3", "-7 mod 3"],
    ["7 % -3", "7 mod -3"],
    ["-7 // 2", "-7//2"],
    ["7^46 mod 47", "7^46 mod 47"],
    ["(4349^5249) % 7031", "4349^5249 mod 7031"],
    ["2^10^18 mod 1000000007", "2^10^18 mod 1000000007"],
    ["10 mod 4 * 2", "10 mod 4*2"],
    ["10 mod (4 * 2)", "10 mod (4*2)"],
    ["6/2*(1+2)", "6/2*(1 + 2)"],
    ["(2/3)^-3", "(2/3)^-3"],
    ["5 − 2 × 3 ÷ 4", "5 - 2*3/4"],
    ["0xff + 0b1011", "0xff + 0b1011"],
    ["2^100 > 10^30 and 3 = 3", "2^100 > 10^30 and 3 == 3"],
    ["nCr(5, 2)", "binomial(5, 2)"],
    ["digits((10^18)!)", "digits((10^18)!)"],
    ["1000000!/999999!", "1000000!/999999!"],
    ["0^0", "0^0"],
    ["1_000_000", "1000000"],
    ["1<=2 or not (2>=3 and 4≠5)", "1 <= 2 or not (2 >= 3 and 4 != 5)"],
    ["(1<2) == (3<4)", "(1 < 2) == (3 < 4)"],
    ["1-(2-3)", "1 - (2 - 3)"],
    ["[1,[2,3],[]]", "[1, [2, 3], []]"],
    ["binomial(1000,500)/2^1000+1/3", "binomial(1000, 500)/2^1000 + 1/3"],
  ] as const
) {
  Deno.test(`${text} is understood as ${printed}`, () => {
    assert.equal(printExpression(parseExpression(text)), printed);
  });
}

/** The nodes without their places. */
function tree(expression: Expression) {
  return expression.map(({ span: _, ...node }) => node);
}
