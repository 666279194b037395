import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { startTestService, type TestService } from "../../testing/service.ts";

/** Maximum number of characters of a page, or of an answer without its digits. */
const MAX_TEXT_CHARACTERS = 5_000;

const EXPONENT = 399_999;

/** Media types, and whether their answer includes all digits. */
const ACCEPTS = [
  ["application/json", true],
  ["text/plain", true],
  ["text/html", false],
  ["text/event-stream", false],
  ["text/event-stream;digits=all", true],
] as const;

Deno.test("long results are sent as the computed bytes and never converted to a string", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const digits = new TextEncoder().encode(String(1n << BigInt(EXPONENT)));
  for (const state of ["computed", "cached"]) {
    for (const [index, [accept, isWhole]] of ACCEPTS.entries()) {
      await t.step(`${accept}, ${state}`, async () => {
        const { answer, longest } = await watchTextLengths(() =>
          // The same digits, followed by a different number of zeros.
          calculate(app, token, accept, { base: 2 * 10 ** index, exponent: EXPONENT })
        );
        assert.equal(Buffer.from(answer).includes(digits), isWhole);
        assert.ok(longest <= MAX_TEXT_CHARACTERS, String(longest));
      });
    }
  }
});

Deno.test("an answer that is refused because others are being sent leaves no header behind", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const question = { base: 2, exponent: EXPONENT };
  await calculate(app, token, "application/json", question);
  const authorization = { Authorization: `Bearer ${token}` };
  const exports = await Promise.all(
    Array.from(
      { length: 8 },
      () => app.request("/logs", { headers: { ...authorization, Accept: "application/x-ndjson" } }),
    ),
  );
  const { entries: [{ id }] } = await (await app.get("/logs?limit=1", token)).json();
  const json = { ...authorization, "Content-Type": "application/json" };
  const requests: Readonly<Record<string, () => Promise<Response>>> = {
    "an answer": () =>
      app.request("/pow", { method: "POST", headers: json, body: JSON.stringify(question) }),
    "a window of digits": () =>
      app.request(`/logs/${id}/digits?count=100000`, { headers: authorization }),
  };
  for (const [name, request] of Object.entries(requests)) {
    await t.step(name, async () => {
      const response = await request();
      assert.equal(response.status, 503);
      for (const header of ["content-length", "content-encoding", "content-disposition", "etag"]) {
        assert.equal(response.headers.get(header), null, header);
      }
      assert.equal((await response.json()).code, "overloaded");
    });
  }
  for (const { body } of exports) await body!.cancel();
});

async function calculate(app: TestService, token: string, accept: string, question: unknown) {
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

/** Runs work and returns the length of the longest text that it encoded or decoded. */
async function watchTextLengths<Answer>(work: () => Promise<Answer>) {
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
