import assert from "node:assert/strict";
import { createUtcText } from "../../domain/utc_text.ts";

Deno.test("createUtcText() formats each time correctly, with and without its cache", () => {
  const utcText = createUtcText();
  assert.equal(utcText(0), "1970-01-01T00:00:00.000Z");
  assert.equal(utcText(1), "1970-01-01T00:00:00.001Z");
  assert.equal(utcText(1), "1970-01-01T00:00:00.001Z");
  assert.equal(utcText(0), "1970-01-01T00:00:00.000Z");
});
