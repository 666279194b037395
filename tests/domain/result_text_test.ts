import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  abbreviate,
  resultText,
  SHORT_DIGITS,
  wholeBytes,
  wholeText,
} from "../../domain/result_text.ts";

const digitText = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });

/** Canonical texts: an integer, a decimal or a fraction, with or without a sign. */
const canonicalText = (minDigits: number, maxDigits: number) =>
  fc.tuple(
    fc.constantFrom("", "-"),
    digitText(minDigits, maxDigits),
    fc.constantFrom("", ".", "/"),
    digitText(1, 20),
  ).map(([sign, head, separator, tail]) =>
    separator === "" ? sign + head : sign + head + separator + tail
  );

Deno.test("resultText() counts the characters 0–9 and keeps the whole text", async () => {
  const check = fc.asyncProperty(
    fc.oneof(canonicalText(1, 40), canonicalText(970, 1_030)),
    async (text) => {
      const result = await resultText(text);
      assert.equal(result.digits, text.replace(/[^0-9]/g, "").length);
      assert.equal(wholeText(result), text);
      assert.equal(new TextDecoder().decode(wholeBytes(result)), text);
      assert.equal(result.kind, result.digits <= SHORT_DIGITS ? "short" : "long");
    },
  );
  await fc.assert(check);
});

Deno.test("resultText() adds the ends and the SHA-256 to a result above 1,000 digits", async () => {
  const check = fc.asyncProperty(canonicalText(1_001, 1_100), async (text) => {
    const result = await resultText(text);
    assert.ok(result.kind === "long");
    assert.equal(result.first, text.slice(0, 20));
    assert.equal(result.last, text.slice(text.length - 20));
    assert.equal(result.sha256, createHash("sha256").update(text).digest("hex"));
  });
  await fc.assert(check, { numRuns: 30 });
});

Deno.test("resultText() is short up to 1,000 digits and long from 1,001, not counting signs", async () => {
  for (const separator of ["", "-"]) {
    assert.equal((await resultText(separator + "7".repeat(1_000))).kind, "short");
    assert.equal((await resultText(separator + "7".repeat(1_001))).kind, "long");
  }
  assert.equal((await resultText(`-${"1".repeat(500)}/${"3".repeat(500)}`)).kind, "short");
  assert.equal((await resultText(`-${"1".repeat(500)}/${"3".repeat(501)}`)).kind, "long");
});

Deno.test("abbreviate() keeps up to 1,000 digits, and shortens more to their ends and number", () => {
  fc.assert(fc.property(canonicalText(1, 970), (text) => assert.equal(abbreviate(text), text)));
  const longest = `-0.${"1".repeat(999)}`;
  assert.equal(abbreviate(longest), longest);
  const long = `-${"1".repeat(30)}${"2".repeat(940)}${"3".repeat(31)}`;
  const signed = `-${"7".repeat(SHORT_DIGITS)}`;
  assert.equal(abbreviate(signed), signed);
  assert.equal(abbreviate(long), `-${"1".repeat(19)}…${"3".repeat(20)} (1001 digits)`);
});

Deno.test("resultText() accepts bytes as well as text", async () => {
  for (
    const text of ["-8/27", `-${"1".repeat(700)}/${"3".repeat(700)}`, `0.${"7".repeat(2_000)}`]
  ) {
    const bytes = new TextEncoder().encode(text);
    assert.deepEqual(await resultText(bytes), await resultText(text));
  }
});

Deno.test("abbreviate() does not count signs and points as digits", () => {
  for (const text of ["-" + "7".repeat(1_000), `0.${"7".repeat(999)}`]) {
    assert.equal(abbreviate(text), text);
  }
});

Deno.test("abbreviate() shortens a list to its ends and its characters", () => {
  const list = `[["${"7".repeat(1_100)}","1"]]`;
  const ends = `[["${"7".repeat(17)}…${"7".repeat(13)}","1"]]`;
  assert.equal(abbreviate(list), `${ends} (1110 characters)`);
});
