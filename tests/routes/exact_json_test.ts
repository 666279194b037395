import assert from "node:assert/strict";
import { parseExactJson } from "../../routes/exact_json.ts";

Deno.test("parseExactJson() keeps the text of every number that a double would change", () => {
  const text = '{"a":1e400,"b":0.1,"c":12345678901234567890,"d":-0,"e":1.0,"f":2e1}';
  assert.deepEqual(parseExactJson(text), {
    a: "1e400",
    b: "0.1",
    c: "12345678901234567890",
    d: "-0",
    e: "1.0",
    f: "2e1",
  });
});

Deno.test("parseExactJson() leaves safe integers numbers, whatever else the text has", () => {
  const text = '{"n":"1e18","outline":{"leading":3},"least":-9007199254740991}';
  assert.deepEqual(parseExactJson(text), {
    n: "1e18",
    outline: { leading: 3 },
    least: -9007199254740991,
  });
});
