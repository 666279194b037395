import assert from "node:assert/strict";
import { NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { textOf } from "../numbers/exact_value.ts";
import { findOperation, OPERATIONS } from "../../../domain/operations/mod.ts";

Deno.test("OPERATIONS and its definitions are frozen", () => {
  assert.ok(Object.isFrozen(OPERATIONS));
  for (const operation of OPERATIONS) assert.ok(Object.isFrozen(operation), operation.name);
});

Deno.test("no two operations share a name or a path", () => {
  for (const values of [OPERATIONS.map(({ name }) => name), OPERATIONS.flatMap((o) => o.paths)]) {
    assert.deepEqual(values, [...new Set(values)]);
  }
});

Deno.test("findOperation() finds operations by exact name only", () => {
  for (const operation of OPERATIONS) assert.equal(findOperation(operation.name), operation);
  for (const name of ["", "Factorial", "toString", "/factorial"]) {
    assert.equal(findOperation(name), undefined);
  }
});

Deno.test("operations keep the paths of both former services", () => {
  const paths = ["/factorial", "/api/factorial", "/fibonacci", "/api/fibonacci"];
  paths.push("/pow", "/api/pow", "/api/power");
  const known: string[] = OPERATIONS.flatMap((operation) => operation.paths);
  for (const path of paths) assert.ok(known.includes(path), path);
});

for (const operation of OPERATIONS) {
  Deno.test(`${operation.name} has a valid example in canonical form`, () => {
    const input = operation.input.parse(operation.example);
    operation.check?.(input);
    assert.deepEqual(operation.canonical(input), operation.example);
    const digits = textOf(operation.compute(input, NEVER_CANCELLED)).replace(/[^0-9]/g, "").length;
    assert.equal(operation.predictDigits(input), digits);
    assert.ok(operation.predictSeconds(input) < 1e-3);
  });

  Deno.test(`${operation.name} has a title, a description and valid examples for every field`, () => {
    assert.deepEqual(Object.keys(operation.input.shape), Object.keys(operation.example));
    for (const [field, schema] of Object.entries(operation.input.shape)) {
      const { title, description, examples, pattern } = schema.meta()!;
      assert.equal(title, field);
      assert.ok(description);
      for (const example of examples as (string | number)[]) {
        assert.match(String(example), new RegExp(String(pattern)));
        const raw = { ...operation.example, [field]: String(example) };
        assert.equal(operation.input.safeParse(raw).success, true, `${field} ${example}`);
      }
    }
  });
}
