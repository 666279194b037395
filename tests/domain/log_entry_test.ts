import assert from "node:assert/strict";
import { logInput, logResult } from "../../domain/log_entry.ts";
import { resultText } from "../../domain/result_text.ts";

Deno.test("loggedResult() holds a short result in full", async () => {
  assert.deepEqual(logResult(await resultText("-8/27")), {
    result: "-8/27",
    first: null,
    last: null,
    digits: 3,
    sha256: null,
  });
});

Deno.test("loggedResult() holds what stands for a long result", async () => {
  const result = await resultText("1".repeat(21) + "0".repeat(1_000) + "2".repeat(21));
  assert.ok(result.kind === "long");
  assert.deepEqual(logResult(result), {
    result: null,
    first: "1".repeat(20),
    last: "2".repeat(20),
    digits: 1_042,
    sha256: result.sha256,
  });
});

Deno.test("loggedResult() holds nothing where there is no result", () => {
  const none = { result: null, first: null, last: null, digits: null, sha256: null };
  assert.deepEqual(logResult(undefined), none);
});

Deno.test("loggedInput() shortens only the members above 1,000 digits", () => {
  const long = "9".repeat(1_001);
  assert.deepEqual(logInput({ base: long, exponent: "-2" }), {
    base: `${"9".repeat(20)}…${"9".repeat(20)} (1001 digits)`,
    exponent: "-2",
  });
});
