import assert from "node:assert/strict";
import { startTestService, type TestService } from "../../testing/service.ts";

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
    const response = await signUp(app, "\u0315".repeat(30_000) + "\u0316".repeat(30_000));
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
