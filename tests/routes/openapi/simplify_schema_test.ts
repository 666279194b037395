import assert from "node:assert/strict";
import { simplifySchema } from "../../../routes/openapi/simplify_schema.ts";

const CASES: readonly (readonly [name: string, schema: unknown, simplified: unknown])[] = [
  [
    "a list of types becomes alternatives, without the title",
    { type: ["integer", "number", "string"], pattern: "^1$", title: "n" },
    { anyOf: [{ type: "number" }, { type: "string", pattern: "^1$" }] },
  ],
  ["a type or null stays a list", { type: ["string", "null"] }, { type: ["string", "null"] }],
  [
    "alternatives of a type and null are joined",
    { anyOf: [{ type: "integer", maximum: Number.MAX_SAFE_INTEGER }, { type: "null" }] },
    { type: ["integer", "null"] },
  ],
  [
    "alternatives of numbers become an enumeration",
    { anyOf: [{ type: "number", const: -1 }, { type: "number", const: 1 }] },
    { type: "integer", enum: [-1, 1] },
  ],
  ["a constant becomes an enumeration", { type: "string", const: "x" }, {
    type: "string",
    enum: ["x"],
  }],
  ["a pattern beside a format is left out", { type: "string", format: "uuid", pattern: "x" }, {
    type: "string",
    format: "uuid",
  }],
  [
    "properties keep their names and examples their values",
    {
      type: "object",
      properties: { const: { type: "string" }, type: { type: ["boolean", "object"] } },
      examples: [{ const: 1 }],
    },
    {
      type: "object",
      properties: {
        const: { type: "string" },
        type: { anyOf: [{ type: "boolean" }, { type: "object" }] },
      },
      examples: [{ const: 1 }],
    },
  ],
];

Deno.test("simplifySchema() leaves only constructs that generators read", async (t) => {
  for (const [name, schema, simplified] of CASES) {
    await t.step(name, () => assert.deepEqual(simplifySchema(schema), simplified));
  }
});
