import assert from "node:assert/strict";
import { findOperation } from "../../../domain/operations/mod.ts";
import { canonicalOptions, optionShape, readOptions } from "../../../domain/operations/options.ts";

const factorial = findOperation("factorial")!;

/** The errors of values by field. */
function problems(values: Readonly<Record<string, unknown>>, operation = factorial) {
  return readOptions(operation, values).errors.map(({ field, message }) => [field, message]);
}

Deno.test("options are read from JSON, forms and the command line", async (t) => {
  const cases = [
    [{}, {}],
    [{ outline: false }, {}],
    [{ outline: "false" }, {}],
    [{ outline: true }, { outline: "20+20" }],
    [{ outline: "true" }, { outline: "20+20" }],
    [{ outline: "on" }, { outline: "20+20" }],
    [{ outline: {} }, { outline: "20+20" }],
    [{ outline: { leading: 50, trailing: 0 } }, { outline: "50+0" }],
    [{ outline: "7+3" }, { outline: "7+3" }],
    [{ mod: 7 }, { mod: "7" }],
    [{ mod: "1e3" }, { mod: "1000" }],
  ] as const;
  for (const [values, canonical] of cases) {
    await t.step(JSON.stringify(values), () => {
      assert.deepEqual(canonicalOptions(readOptions(factorial, values).options), canonical);
    });
  }
});

Deno.test("unusable options are refused with a message for their field", async (t) => {
  const ends = "Use true, or an object with leading (1 to 50) and trailing (0 to 50)";
  const cases = [
    [{ mod: 0 }, [["mod", "Cannot use this modulus: the minimum is 1"]]],
    [{ mod: -5 }, [["mod", "Cannot use this modulus: the minimum is 1"]]],
    [{ mod: "2.5" }, [["mod", 'Cannot use "2.5": an integer is required']]],
    [{ mod: "1e10000" }, [["mod", "It has 10001 digits, but at most 10000 are allowed"]]],
    [{ outline: 5 }, [["outline", ends]]],
    [{ outline: "x" }, [["outline", ends]]],
    [{ outline: { leading: 0 } }, [["outline", ends]]],
    [{ outline: { leading: 51 } }, [["outline", ends]]],
    [{ outline: { trailing: 51 } }, [["outline", ends]]],
    [{ outline: "7+3+9" }, [["outline", ends]]],
    [{ outline: { leading: true } }, [["outline", ends]]],
    [{ outline: { trailing: null } }, [["outline", ends]]],
    [{ outline: { other: 1 } }, [["outline", ends]]],
    [{ mod: 7, outline: true }, [["outline", "mod and outline exclude each other"]]],
  ] as const;
  for (const [values, errors] of cases) {
    await t.step(JSON.stringify(values), () => assert.deepEqual(problems(values), errors));
  }
});

Deno.test("an operation without large results takes no option", () => {
  const gcd = findOperation("gcd")!;
  assert.deepEqual(problems({ mod: 7 }, gcd), [[
    "mod",
    "gcd does not take this option: leave it out",
  ]]);
  assert.deepEqual(problems({ outline: true }, gcd), [[
    "outline",
    "gcd does not take this option: leave it out",
  ]]);
});

Deno.test("all options may be left out", () => {
  for (const schema of Object.values(optionShape())) {
    assert.equal(schema.parse(undefined), undefined);
  }
});
