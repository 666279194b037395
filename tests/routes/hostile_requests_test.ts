import assert from "node:assert/strict";
import { parametersObject } from "../../routes/body_object.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const SITE = "https://a.example";
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

async function codeOf(response: Response): Promise<[number, string]> {
  const { code } = await response.json();
  return [response.status, code];
}

function signUp(app: TestService, password: string): Promise<Response> {
  return app.post("/signup2", { username: "mallory", password });
}

Deno.test("input that is expensive to process is rejected early", async (t) => {
  await using app = await startTestService();

  await t.step("a password of thousands of combining marks", async () => {
    const response = await signUp(app, "\u0315".repeat(3_500) + "\u0316".repeat(3_500));
    const { errors } = await response.json();
    assert.deepEqual(errors, [{ field: "password", message: "Use at most 256 characters" }]);
  });

  await t.step("a form of more than 1000 fields", async () => {
    const body = "a&".repeat(1_001);
    const response = await app.request("/token", { method: "POST", headers: FORM, body });
    assert.deepEqual(await codeOf(response), [400, "malformed_request"]);
  });

  await t.step("a JSON body of more than 1000 values", async () => {
    const response = await app.post("/token", `{"n":[${"{},".repeat(1_001)}0]}`);
    assert.deepEqual(await codeOf(response), [400, "malformed_request"]);
  });

  await t.step("a compressed body", async () => {
    const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
    const response = await app.request("/token", { method: "POST", headers, body: "{}" });
    assert.equal(response.headers.get("accept-encoding"), "identity");
    assert.deepEqual(await codeOf(response), [415, "unsupported_media_type"]);
  });
});

Deno.test("a cursor ignores case", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const n of [1, 2]) await (await app.post("/factorial", { n }, token)).body?.cancel();
  const { next } = await (await app.get("/logs?limit=1", token)).json();
  const pages = await Promise.all([next, next.toUpperCase()].map(async (cursor) => {
    const { entries } = await (await app.get(`/logs?cursor=${cursor}`, token)).json();
    return entries.length;
  }));
  assert.deepEqual(pages, [1, 1]);
});

Deno.test("scheme and host come from the proxy next to the client in a chain", async () => {
  await using app = await startTestService({ config: { trustedProxies: ["127.0.0.1"] } });
  const headers = {
    Accept: "text/html",
    "X-Forwarded-Proto": "https, http",
    "X-Forwarded-Host": "math.example, inner.example",
  };
  const html = await (await app.request("/", { headers })).text();
  assert.ok(html.includes("https://math.example/token"));
});

Deno.test("the metrics token is accepted with any case of the scheme", async () => {
  await using app = await startTestService({ config: { metricsToken: "open sesame" } });
  for (
    const [given, status] of [["bearer open sesame", 200], ["Bearer open", 401], [
      "open sesame",
      401,
    ]]
  ) {
    const headers = { Authorization: String(given) };
    const response = await app.request("/metrics", { headers });
    await response.body?.cancel();
    assert.equal(response.status, status);
  }
});

Deno.test("the URL and the headers of a request are bounded before they are parsed", async (t) => {
  await using app = await startTestService({ config: { corsOrigins: [SITE] } });
  const parameters = (count: number) =>
    Array.from({ length: count }, (_, i) => `a${i}=1`).join("&");
  const html = "text/html";

  for (
    const [name, path, headers] of [
      ["a URL of more than 32 KiB", `/factorial?n=${"1".repeat(32 * 1024)}`, { Accept: html }],
      ["a query of more than 1000 parameters", `/factorial?${parameters(1_001)}`, { Accept: html }],
      ["a query of empty parameters", `/login?${"&".repeat(1_001)}`, { Accept: html }],
      ["a long Accept header", "/factorial", { Accept: ",".repeat(8_193) }],
      ["a long Cookie header", "/logs", { Accept: html, Cookie: "a=1; ".repeat(2_000) }],
      ["a long Authorization header", "/logs", { Authorization: `Bearer ${"a".repeat(8_200)}` }],
      ["a long X-Forwarded-For header", "/", { "X-Forwarded-For": "::1,".repeat(3_000) }],
      ["a long X-Forwarded-Host header", "/", { "X-Forwarded-Host": "a,".repeat(5_000) }],
      ["a long X-Forwarded-Proto header", "/", { "X-Forwarded-Proto": "http,".repeat(3_000) }],
      ["a long If-None-Match header", "/", { "If-None-Match": '"a",'.repeat(3_000) }],
      ["a long Accept-Encoding header", "/", { "Accept-Encoding": "gzip,".repeat(3_000) }],
      ["a long Content-Type", "/token", { "Content-Type": "a/".repeat(5_000) }],
    ] as const
  ) {
    await t.step(`${name} is malformed`, async () => {
      const response = await app.request(path, { headers: headers as HeadersInit });
      const { code, detail } = await response.json();
      assert.deepEqual([response.status, code], [400, "malformed_request"]);
      assert.match(detail, /at most \d+/);
    });
  }

  await t.step("a preflight request with a long list of headers is malformed", async () => {
    const headers = { Origin: SITE, "Access-Control-Request-Headers": "a,".repeat(5_000) };
    const response = await app.request("/factorial", { method: "OPTIONS", headers });
    assert.deepEqual(await codeOf(response), [400, "malformed_request"]);
  });

  await t.step("an expression of 10,000 encoded characters and 1000 parameters fit", async () => {
    const { token } = await app.newUser();
    const headers = { Authorization: `Bearer ${token}` };
    const encoded = "%28".repeat(10_000);
    const answer = await app.request(`/evaluate?expression=${encoded}`, { headers });
    assert.equal((await answer.json()).code, "invalid_expression");
    const page = await app.request(`/factorial?${parameters(1_000)}`);
    await page.body?.cancel();
    assert.equal(page.status, 200);
  });
});

Deno.test("parameters are read in one pass", () => {
  const reads = { names: 0 };
  class Counting extends URLSearchParams {
    override getAll(name: string): string[] {
      reads.names++;
      return super.getAll(name);
    }
  }
  const query = Array.from({ length: 1_000 }, (_, i) => `a${i % 500}=${i}`).join("&");
  const values = parametersObject(new Counting(query));
  assert.deepEqual(values.a0, ["0", "500"]);
  assert.equal(Object.keys(values).length, 500);
  assert.equal(reads.names, 0);
});

Deno.test("an asset and the OpenAPI document are encoded once", async () => {
  await using app = await startTestService();
  const read = async (path: string) => await (await app.request(path)).arrayBuffer();
  const paths = ["/assets/style.css", "/openapi.json"];
  const first = await Promise.all(paths.map(read));
  const { encode } = TextEncoder.prototype;
  const encoded: number[] = [];
  TextEncoder.prototype.encode = function (text) {
    encoded.push(text?.length ?? 0);
    return encode.call(this, text);
  };
  try {
    const again = await Promise.all(paths.map(read));
    assert.deepEqual(again.map((body) => body.byteLength), first.map((body) => body.byteLength));
  } finally {
    TextEncoder.prototype.encode = encode;
  }
  assert.deepEqual(encoded.filter((length) => length > 1_000), []);
});
