import assert from "node:assert/strict";
import * as z from "zod";
import { ServiceError } from "../../domain/errors.ts";
import { parseInput } from "../../domain/parse_input.ts";

const schema = z.object({
  name: z.string({ error: "A name is required" }).transform((name) => name.trim()),
  limits: z.object({ max: z.number({ error: "A number is required" }) }),
});

Deno.test("parseInput() returns the output of the schema", () => {
  const input = parseInput(schema, { name: " ada ", limits: { max: 3 }, other: true });
  assert.deepEqual(input, { name: "ada", limits: { max: 3 } });
});

Deno.test("parseInput() reports all invalid fields together, nested ones by path", () => {
  assert.throws(() => parseInput(schema, { limits: { max: "3" } }), (error) => {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, "invalid_input");
    assert.deepEqual(error.errors, [
      { field: "name", message: "A name is required" },
      { field: "limits.max", message: "A number is required" },
    ]);
    assert.equal(
      error.message,
      "Invalid input: name: A name is required; limits.max: A number is required",
    );
    return true;
  });
});

Deno.test("parseInput() reports an error of the whole input without a field name", () => {
  const whole = schema.refine(() => false, { error: "This cannot be combined" });
  assert.throws(() => parseInput(whole, { name: "ada", limits: { max: 3 } }), {
    message: "Invalid input: This cannot be combined",
    errors: [{ field: "", message: "This cannot be combined" }],
  });
});

Deno.test("parseInput() counts the items of a list from 1 in its message", () => {
  const list = z.object({ scopes: z.array(z.enum(["read"], { error: "Use read" })) });
  assert.throws(() => parseInput(list, { scopes: ["read", "write"] }), {
    message: "Invalid input: scopes, item 2: Use read",
    errors: [{ field: "scopes.1", message: "Use read" }],
  });
});
