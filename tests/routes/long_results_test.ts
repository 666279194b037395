import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { startTestService, type TestService } from "../../testing/service.ts";

/** Characters that a page or the other members of an answer have at most. */
const LONGEST = 5_000;

const EXPONENT = 399_999;

/** With whether the answer has all digits. */
const ACCEPTS = [
  ["application/json", true],
  ["text/plain", true],
  ["text/html", false],
  ["text/event-stream", false],
  ["text/event-stream;digits=all", true],
] as const;

Deno.test("long digits stay the bytes that were computed, and never become a text", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const digits = new TextEncoder().encode(String(1n << BigInt(EXPONENT)));
  for (const state of ["computed", "known"]) {
    for (const [index, [accept, isWhole]] of ACCEPTS.entries()) {
      await t.step(`${accept}, ${state}`, async () => {
        const { answer, longest } = await watchingTexts(() =>
          // The same digits with other zeros behind them.
          ask(app, token, accept, { base: 2 * 10 ** index, exponent: EXPONENT })
        );
        assert.equal(Buffer.from(answer).includes(digits), isWhole);
        assert.ok(longest <= LONGEST, String(longest));
      });
    }
  }
});

async function ask(app: TestService, token: string, accept: string, question: unknown) {
  const response = await app.request("/pow", {
    method: "POST",
    headers: {
      Accept: accept,
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(question),
  });
  assert.equal(response.status, 200);
  return await response.bytes();
}

/** What the work returns, with the length of the longest text made of bytes or turned into some. */
async function watchingTexts<Answer>(work: () => Promise<Answer>) {
  const { decode } = TextDecoder.prototype;
  const { encode } = TextEncoder.prototype;
  let longest = 0;
  TextDecoder.prototype.decode = function (...args) {
    const text = decode.apply(this, args);
    longest = Math.max(longest, text.length);
    return text;
  };
  TextEncoder.prototype.encode = function (text = "") {
    longest = Math.max(longest, text.length);
    return encode.call(this, text);
  };
  try {
    return { answer: await work(), longest };
  } finally {
    TextDecoder.prototype.decode = decode;
    TextEncoder.prototype.encode = encode;
  }
}
