import assert from "node:assert/strict";
import * as z from "zod";
import { NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { findOperation, groupOperations, OPERATIONS } from "../../../domain/operations/mod.ts";
import { Question } from "../../../domain/question.ts";
import { type Description, resultText } from "../../../domain/result_text.ts";

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

Deno.test("groups are in one piece and complete", () => {
  const groups = groupOperations(OPERATIONS);
  assert.deepEqual(groups.map(([name]) => name), [
    "Expressions",
    "Whole numbers",
    "Combinatorics",
    "Number theory",
  ]);
  assert.deepEqual(groups.flatMap(([, operations]) => operations), OPERATIONS);
});

for (const operation of OPERATIONS) {
  Deno.test(`${operation.name} declares the further members of its answers`, () => {
    const computed = Question.parse(operation, operation.example).plan.compute(NEVER_CANCELLED);
    const { digits: _, ...members } = (computed as Partial<Description>).details ?? {};
    assert.deepEqual(z.strictObject(operation.details?.() ?? {}).parse(members), members);
  });

  Deno.test(`${operation.name} describes its result in words`, () => {
    const description = operation.describe(operation.example);
    assert.match(description, /^(the |whether |\d).*[a-z0-9]$/);
    assert.ok(!description.includes("undefined"));
  });

  Deno.test(`${operation.name} has a valid example in canonical form`, async () => {
    const input = operation.input().parse(operation.example);
    operation.check?.(input);
    assert.deepEqual(operation.canonical(input), operation.example);
    const { plan } = Question.parse(operation, operation.example);
    const { digits } = await resultText(plan.compute(NEVER_CANCELLED));
    const predicted = plan.predictDigits?.() ?? digits!;
    // The digits of a primorial are predicted by an upper bound.
    if (operation.name === "primorial") assert.ok(predicted >= digits!);
    else assert.equal(predicted, digits);
    assert.ok(plan.predictSeconds() < 1);
  });

  Deno.test(`${operation.name} has a title, a description and valid examples for every field`, () => {
    assert.deepEqual(Object.keys(operation.input().shape), Object.keys(operation.example));
    for (const [field, schema] of Object.entries(operation.input().shape)) {
      const { title, description, examples, items, pattern } = schema.meta()!;
      assert.equal(title, field);
      assert.ok(description);
      const numbers = pattern ?? (items as { pattern: string } | undefined)?.pattern ?? "";
      for (const example of examples as (string | number | string[])[]) {
        for (const number of [example].flat()) {
          assert.match(String(number), new RegExp(String(numbers)));
        }
        const raw = { ...operation.example, [field]: example };
        assert.equal(operation.input().safeParse(raw).success, true, `${field} ${example}`);
      }
    }
  });
}
