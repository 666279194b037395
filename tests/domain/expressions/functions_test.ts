import assert from "node:assert/strict";
import { findFunction, SPELLINGS } from "../../../domain/expressions/find_function.ts";
import { FUNCTIONS, type FunctionSignature } from "../../../domain/expressions/functions.ts";
import { MAX_CHARACTERS, parseExpression } from "../../../domain/expressions/parse.ts";
import { MAX_DEPTH, MAX_NODES } from "../../../domain/expressions/node_builder.ts";
import { MAX_FACTORIAL_STEP } from "../../../domain/expressions/finish_call.ts";
import { MAX_ARGUMENTS } from "../../../domain/expressions/functions.ts";

const page = Deno.readTextFileSync("docs/expressions.md");

Deno.test("the page on expressions lists every function with its other names", () => {
  const functions: Readonly<Record<string, FunctionSignature>> = { ...FUNCTIONS, ...SPELLINGS };
  const rows = [...page.matchAll(/^\| `([a-z0-9]+)\([^|]* \| +([^|]*)\|/gm)]
    .map((
      [, name, aliases],
    ) => [name, [...aliases!.matchAll(/`(\w+)`/g)].map(([, alias]) => alias)]);
  const expected = Object.entries(functions).map(([name, { aliases }]) => [name, [...aliases]]);
  assert.deepEqual(rows, expected);
});

Deno.test("the page on expressions states the limits of the parser", () => {
  const limits = page.slice(page.indexOf("## Limits"), page.indexOf("## Errors"));
  for (const limit of [MAX_CHARACTERS, MAX_NODES, MAX_DEPTH, MAX_ARGUMENTS, MAX_FACTORIAL_STEP]) {
    assert.match(limits, new RegExp(`\\| ${limit.toLocaleString("en")} +\\|`));
  }
});

Deno.test("a name of a function has one meaning", () => {
  const names = [...Object.entries(FUNCTIONS), ...Object.entries(SPELLINGS)]
    .flatMap(([name, { aliases }]) => [name, ...aliases]);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  // pow has two arguments as an operator, and three as powmod.
  assert.deepEqual(repeated, ["pow"]);
});

Deno.test("every function can be called by each of its names", async (t) => {
  for (const [name, { aliases, least }] of Object.entries(FUNCTIONS)) {
    await t.step(name, () => {
      for (const spelling of [name, ...aliases]) {
        const text = `${spelling}(${Array(least).fill("1").join(", ")})`;
        const node = parseExpression(text).at(-1);
        assert.deepEqual({ ...node, span: undefined }, {
          ...{ kind: "call", name, count: least },
          ...{ span: undefined, size: least + 1 },
        });
      }
    });
  }
});

Deno.test("findFunction() finds no inherited member", () => {
  for (const name of ["constructor", "tostring", "__proto__", "hasOwnProperty"]) {
    assert.equal(findFunction(name), undefined);
  }
});
