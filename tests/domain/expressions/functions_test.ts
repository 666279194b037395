import assert from "node:assert/strict";
import { findFunction, SPELLINGS } from "../../../domain/expressions/find_function.ts";
import { FUNCTIONS, type FunctionSignature } from "../../../domain/expressions/functions.ts";
import { MAX_CHARACTERS, parseExpression } from "../../../domain/expressions/parse.ts";
import { MAX_DEPTH, MAX_NODES } from "../../../domain/expressions/node_builder.ts";
import { MAX_FACTORIAL_STEP } from "../../../domain/expressions/finish_call.ts";
import { MAX_ARGUMENTS } from "../../../domain/expressions/functions.ts";

const page = Deno.readTextFileSync("docs/expressions.md");

Deno.test("the page on expressions lists every function as the form does", () => {
  const section = page.slice(page.indexOf("## Functions"), page.indexOf("## Canonical form"));
  const rows = [...section.matchAll(/^\| `([a-z0-9]+)\(([^)]*)\)[^|]*\| +([^|]*)\| ([^|]*)\|/gm)]
    .map(([, name, parameters, aliases, meaning]) => ({
      name,
      parameters,
      aliases: [...aliases!.matchAll(/`(\w+)`/g)].map(([, alias]) => alias),
      meaning: meaning!.trim(),
    }));
  const { length } = Object.keys(FUNCTIONS);
  const expected = Object.entries(FUNCTIONS)
    .map(([name, { parameters, aliases, meaning }]) => ({ name, parameters, aliases, meaning }));
  assert.deepEqual(rows.slice(0, length), expected);
  const spellings = Object.entries(SPELLINGS).map(([name, { aliases }]) => [name, [...aliases]]);
  assert.deepEqual(rows.slice(length).map(({ name, aliases }) => [name, aliases]), spellings);
});

Deno.test("parameters that can be left out are not required", () => {
  const counts = ({ least, most }: FunctionSignature) => [least, most];
  assert.deepEqual(counts(FUNCTIONS.round), [1, 2]);
  assert.deepEqual(counts(FUNCTIONS.powmod), [3, 3]);
  assert.deepEqual(counts(FUNCTIONS.gcd), [1, MAX_ARGUMENTS]);
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
