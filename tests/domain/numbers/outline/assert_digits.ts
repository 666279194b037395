import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Digits } from "../known_values.ts";

/** Compares an integer with all its digits, or with the parts of them in `expected`. */
export function assertDigits(actual: bigint | null, expected: Digits): void {
  const text = String(actual);
  if (typeof expected === "string") {
    assert.equal(text, expected);
    return;
  }
  assert.equal(text.length, expected.length);
  assert.ok(text.startsWith(expected.first) && text.endsWith(expected.last));
  const hash = createHash("sha256").update(text).digest("hex");
  assert.equal(hash.slice(0, expected.sha256.length), expected.sha256);
}
