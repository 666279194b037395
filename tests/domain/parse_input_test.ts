import assert from "node:assert/strict";
import { z } from "zod";
import { ServiceError } from "../../domain/errors.ts";
import { parseInput } from "../../domain/parse_input.ts";

const schema = z.object({
  name: z.string({ error: "A name is needed" }).transform((name) => name.trim()),
  limits: z.object({ max: z.number({ error: "A number is needed" }) }),
});

Deno.test("parseInput() gives what the schema reads", () => {
  const input = parseInput(schema, { name: " ada ", limits: { max: 3 }, other: true });
  assert.deepEqual(input, { name: "ada", limits: { max: 3 } });
});

Deno.test("parseInput() tells of every wrong field at once, inner ones by their path", () => {
  assert.throws(() => parseInput(schema, { limits: { max: "3" } }), (error) => {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, "invalid_input");
    assert.deepEqual(error.errors, [
      { field: "name", message: "A name is needed" },
      { field: "limits.max", message: "A number is needed" },
    ]);
    assert.equal(
      error.message,
      "Cannot use the input: name: A name is needed; limits.max: A number is needed",
    );
    return true;
  });
});

Deno.test("parseInput() names no field for what concerns the whole input", () => {
  const whole = schema.refine(() => false, { error: "This cannot be combined" });
  assert.throws(() => parseInput(whole, { name: "ada", limits: { max: 3 } }), {
    errors: [{ field: "", message: "This cannot be combined" }],
  });
});
