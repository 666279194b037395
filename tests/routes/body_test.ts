import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_BODY_BYTES } from "../../routes/body.ts";
import {
  assertNothingInternal,
  expectAnswer,
  expectPage,
  expectProblem,
  fieldsOf,
  recordedBy,
} from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

/** Paths of numbers of any length, and paths with bodies of at most 16 KiB. */
const CALCULATIONS = ["/factorial", "/api/power"];
const PATHS = [...CALCULATIONS, "/token", "/signup2", "/login", "/password"];

Deno.test("a JSON object sent as a form is told the content type that it needs", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const body of ['{"n": 20}', ' {"n": "a=b&c"}']) {
    const problem = await expectProblem(
      await app.request("/factorial", {
        method: "POST",
        headers: {
          "Authorization": `Bearer ${token}`,
          "Content-Type": "application/x-www-form-urlencoded",
        },
        body,
      }),
      "malformed_request",
    );
    assert.equal(
      problem.detail,
      "Cannot read the body as a form: send JSON with Content-Type: application/json",
    );
  }
});

Deno.test("a body that cannot be parsed is a malformed request", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const utf8 = new TextEncoder();
  const bodies: Record<string, Uint8Array<ArrayBuffer>> = {
    "empty": new Uint8Array(),
    "not JSON": utf8.encode("n=20&"),
    "cut off": utf8.encode('{"n": 2'),
    "two documents": utf8.encode('{"n": 2} {"n": 3}'),
    "single quotes": utf8.encode("{'n': 2}"),
    "not UTF-8": Uint8Array.of(0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d),
    "overlong UTF-8": Uint8Array.of(0x22, 0xc0, 0x80, 0x22),
    "UTF-16": Uint8Array.from([
      0xff,
      0xfe,
      ...utf8.encode('{"n":2}').values().flatMap((b) => [b, 0]),
    ]),
    "binary": crypto.getRandomValues(new Uint8Array(64)).map((byte) => byte | 0x80),
    "open arrays": utf8.encode("[".repeat(16_000)),
    "open objects": utf8.encode('{"n":'.repeat(3_000)),
  };
  for (const path of PATHS) {
    for (const [name, body] of Object.entries(bodies)) {
      await t.step(`${path}: ${name}`, async () => {
        await expectProblem(await send(app, path, { body, token }), "malformed_request");
      });
    }
    await t.step(`${path}: nested 8,000 deep and closed`, async () => {
      const body = `{"n":${"[".repeat(8_000)}${"]".repeat(8_000)}}`;
      const response = await send(app, path, { body, token });
      assert.ok([400, 422].includes(response.status), String(response.status));
      const { code } = await response.clone().json();
      await expectProblem(response, code);
    });
  }
  for (const path of CALCULATIONS) {
    await t.step(`${path}: nested 100,000 deep`, async () => {
      for (const body of ["[".repeat(100_000), `{"n":${"[".repeat(1e5)}${"]".repeat(1e5)}}`]) {
        await expectProblem(await send(app, path, { body, token }), "malformed_request");
      }
    });
  }
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("a client that leaves while it sends a body is logged with status 499", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const path of PATHS) {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"n": 2'));
        controller.error(new Error("connection reset"));
      },
    });
    assert.equal((await send(app, path, { body, token })).status, 499, path);
  }
  const logged = app.logLines().filter(({ status }) => status === 499).map(({ route }) => route);
  assert.deepEqual(logged, PATHS);
});

Deno.test("credentials, names and keys have bodies of at most 16 KiB", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const path of ["/token", "/signup2", "/signup", "/login", "/password", "/keys"]) {
    const stream = createEndlessBody();
    await expectProblem(await send(app, path, { body: stream.body, token }), "body_too_large");
    assert.ok(stream.produced() <= 4 * 65_536, String(stream.produced()));
  }
});

Deno.test("a signed-out form with a long number is asked to sign in elsewhere", async () => {
  await using app = await startTestService();
  const response = await app.request("/factorial", {
    method: "POST",
    headers: { Accept: "text/html" },
    body: new URLSearchParams({ n: "1".repeat(100_000) }),
  });
  const html = await expectPage(response, 401);
  assert.match(html, /go back to your question and press Calculate again/);
});

Deno.test("unfinished bodies of one address are limited, and another address is not", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const open: ReadableStreamDefaultController<Uint8Array>[] = [];
  const unfinished = () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        open.push(controller);
        controller.enqueue(new Uint8Array(2 ** 20).fill(0x20));
      },
    });
    return send(app, "/factorial", { body, token });
  };
  const responses = Array.from({ length: 17 }, unfinished);
  await expectProblem(await Promise.race(responses), "overloaded");
  const answer = await app.request("/factorial", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${other}` },
    body: '{"n": 5'.padEnd(100_000) + "}",
    from: "192.0.2.1",
  });
  await expectAnswer(answer);
  for (const controller of open) {
    try {
      controller.close();
    } catch {
      // The refused body has been cancelled.
    }
  }
  await Promise.all(responses);
  await expectAnswer(await send(app, "/factorial", { body: '{"n":5}'.padEnd(100_000), token }));
});

Deno.test("bodies that arrive byte by byte count with the memory for them", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  // The memory of this process is not watched for a body of declared length.
  const headers = { "Content-Length": "100000" };
  const open: ReadableStreamDefaultController<Uint8Array>[] = [];
  const unfinished = () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        open.push(controller);
        controller.enqueue(Uint8Array.of(0x20));
      },
    });
    return send(app, "/factorial", { body, token, headers });
  };
  // 16 MiB are enough for 341 buffers of 48 KiB.
  const responses = Array.from({ length: 342 }, unfinished);
  await expectProblem(await Promise.race(responses), "overloaded");
  for (const controller of open) {
    try {
      controller.close();
    } catch {
      // The refused body has been cancelled.
    }
  }
  const statuses = await Promise.all(responses.map(async (response) => (await response).status));
  assert.ok(statuses.filter((status) => status === 400).length >= 340);
});

Deno.test("a calculation with too many values in its body is rejected", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const zeros = Array(500_000).fill(0).join();
  for (const body of [`[${zeros}]`, `{"n": 5, "more": [${zeros}]}`]) {
    await t.step(body.slice(0, 20), async () => {
      await expectProblem(await send(app, "/factorial", { body, token }), "malformed_request");
    });
  }
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("JSON that is not an object is invalid input", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const path of PATHS) {
    for (const body of ["null", "20", '"n=20"', "true", "[]", '[{"n": 20}]']) {
      await t.step(`${path}: ${body}`, async () => {
        const refused = await expectProblem(
          await send(app, path, { body, token }),
          "invalid_input",
        );
        assert.deepEqual(fieldsOf(refused), [""]);
      });
    }
  }
});

Deno.test("a body above 2 MiB is rejected", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const path of PATHS) {
    await t.step(`${path}: by its declared length, without reading it`, async () => {
      const headers = { "Content-Length": String(MAX_BODY_BYTES + 1) };
      const response = await send(app, path, { body: "{}", token, headers });
      await expectProblem(response, "body_too_large");
    });
    await t.step(`${path}: by its actual length, without reading the rest`, async () => {
      const stream = createEndlessBody();
      const response = await send(app, path, { body: stream.body, token });
      await expectProblem(response, "body_too_large");
      assert.ok(stream.produced() <= MAX_BODY_BYTES + 4 * 65_536, String(stream.produced()));
    });
  }

  await t.step("a body of exactly 2 MiB is accepted", async () => {
    const body = '{"n": 5'.padEnd(MAX_BODY_BYTES - 1) + "}";
    const answer = await expectAnswer(await send(app, "/factorial", { body, token }));
    assert.equal(answer.result, "120");
    const larger = await send(app, "/factorial", { body: body + " ", token });
    await expectProblem(larger, "body_too_large");
  });
});

Deno.test("a body that arrives in pieces is read completely, even if a character is split", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const pieces = [...new TextEncoder().encode('{"ü": "ü", "n": 5}')];
  const body = ReadableStream.from(pieces.map((byte) => Uint8Array.of(byte)));
  const answer = await expectAnswer(await send(app, "/factorial", { body, token }));
  assert.equal(answer.result, "120");
});

Deno.test("a body may arrive in many pieces only if they are not short", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const text = new TextEncoder().encode('{"n": 5}'.padEnd(600_000));
  const inPieces = (bytes: number, length = text.length) =>
    ReadableStream.from(
      Array.from({ length: length / bytes }, (_, i) => text.slice(i * bytes, (i + 1) * bytes)),
    );
  await expectAnswer(await send(app, "/factorial", { body: inPieces(256), token }));
  await expectAnswer(await send(app, "/factorial", { body: inPieces(1, 128), token }));
  const problem = await expectProblem(
    await send(app, "/factorial", { body: inPieces(100), token }),
    "malformed_request",
  );
  assert.equal(
    problem.detail,
    "The body arrives in too many pieces: at most 128 may have fewer than 256 bytes",
  );
});

Deno.test("a body of another media type is rejected", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const types = ["text/plain", "multipart/mixed; boundary=x", "application/xml", "json", ""];
  for (const path of PATHS) {
    for (const type of types) {
      await t.step(`${path}: ${JSON.stringify(type)}`, async () => {
        const response = await send(app, path, {
          body: '{"n": 20}',
          token,
          headers: { "Content-Type": type },
        });
        await expectProblem(response, "unsupported_media_type");
      });
    }
  }
  for (
    const type of [
      "application/json; charset=utf-8",
      "Application/JSON",
      "application/vnd.api+json",
    ]
  ) {
    await t.step(`${type} is accepted`, async () => {
      const headers = { "Content-Type": type };
      await expectAnswer(await send(app, "/factorial", { body: '{"n": 20}', token, headers }));
    });
  }
  await t.step("a body without a content type is read as JSON", async () => {
    const body = new TextEncoder().encode('{"n": 20}');
    const headers = { Authorization: `Bearer ${token}` };
    const response = await app.request("/factorial", { method: "POST", headers, body });
    await expectAnswer(response);
  });
  assert.equal(await recordedBy(app, token), 4);
});

Deno.test("a repeated form field is a list, which a number is not", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const body = new URLSearchParams([["n", "20"], ["n", "30"]]);
  const headers = { Authorization: `Bearer ${token}` };
  const response = await app.request("/factorial", { method: "POST", headers, body });
  const { errors } = await expectProblem(response, "invalid_input");
  assert.deepEqual(errors, [{ field: "n", message: "A number is required, not an array" }]);
});

Deno.test("no JSON body causes an internal error", async () => {
  await using app = await startTestService({ config: { maxDigits: 1000 } });
  const { token } = await app.newUser();
  const names = ["n", "base", "exponent", "username", "password", "grant_type", "next"];
  const secrets = ["current_password", "new_password", "__proto__"];
  const member = fc.oneof(fc.jsonValue(), fc.bigInt().map(String), fc.double().map(String));
  const body = fc.oneof(
    fc.dictionary(fc.constantFrom(...names, ...secrets), member, { maxKeys: 4 }),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PATHS), body, async (path, value) => {
      const response = await send(app, path, { body: JSON.stringify(value), token });
      const text = await response.text();
      assert.ok(response.status < 500, text);
      assertNothingInternal(text);
    }),
    { numRuns: 300 },
  );
});

interface SendOptions {
  readonly body: BodyInit;
  readonly token: string;
  readonly headers?: Record<string, string>;
}

function send(
  app: TestService,
  path: string,
  { body, token, headers }: SendOptions,
): Promise<Response> {
  return app.request(path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
      ...headers,
    },
    body,
  });
}

/** An endless body, and the number of bytes read from it so far. */
function createEndlessBody() {
  let produced = 0;
  const chunk = new Uint8Array(65_536).fill(0x20);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      produced += chunk.length;
      controller.enqueue(chunk);
    },
  });
  return { body, produced: () => produced };
}
