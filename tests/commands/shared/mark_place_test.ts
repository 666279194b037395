import assert from "node:assert/strict";
import { markPlace } from "../../../commands/shared/mark_place.ts";
import { ServiceError } from "../../../domain/errors.ts";

function marked(text: string, start: number, end: number): string {
  const errors = [{ field: "expression", message: "no", start, end }];
  const error = markPlace(new ServiceError("invalid_expression", "No", { errors }), text);
  assert.ok(error instanceof ServiceError && error.code === "invalid_expression");
  return error.message;
}

Deno.test("markPlace() shows the place below the expression", () => {
  assert.equal(marked("2 n", 2, 3), "No\n  2 n\n    ^");
  assert.equal(marked("5!+", 3, 3), "No\n  5!+\n     ^");
  assert.equal(marked("1 + 2/0", 4, 7), "No\n  1 + 2/0\n      ^^^");
});

Deno.test("markPlace() shows a part of a long expression", () => {
  const text = "1+".repeat(5_000);
  assert.equal(
    marked(text, 5_000, 10_000),
    `No\n  ${"1+".repeat(36)}\n  ${" ".repeat(36)}${"^".repeat(36)}`,
  );
});

Deno.test("markPlace() prints no control characters", () => {
  assert.equal(marked("1\u001b[2J\n2", 1, 2), "No\n  1 [2J 2\n   ^");
});

Deno.test("markPlace() returns errors without a place unchanged", () => {
  for (const error of [new Error("x"), new ServiceError("overloaded", "Busy"), undefined]) {
    assert.equal(markPlace(error, "1"), error);
  }
});
