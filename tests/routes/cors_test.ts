import assert from "node:assert/strict";
import { expectAnswer, expectProblem } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const ALLOWED_ORIGIN = "https://app.example";
const SECOND_ALLOWED_ORIGIN = "http://localhost:3000";
const CORS_HEADERS = [
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-allow-methods",
  "access-control-allow-headers",
];

Deno.test("no other origin is allowed unless CORS_ORIGINS lists it", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (
    const response of [await preflight(app, ALLOWED_ORIGIN), await call(app, ALLOWED_ORIGIN, token)]
  ) {
    await response.body?.cancel();
    for (const name of CORS_HEADERS) assert.equal(response.headers.get(name), null, name);
  }
});

Deno.test("CORS_ORIGINS allows scripts of the listed origins to call with a token", async (t) => {
  await using app = await startTestService({
    config: { corsOrigins: [ALLOWED_ORIGIN, SECOND_ALLOWED_ORIGIN] },
  });
  const { token } = await app.newUser();

  for (const origin of [ALLOWED_ORIGIN, SECOND_ALLOWED_ORIGIN]) {
    await t.step(`preflight: ${origin}`, async () => {
      const response = await preflight(app, origin);
      assert.equal(await response.text(), "");
      assert.equal(response.status, 204);
      assert.equal(response.headers.get("access-control-allow-origin"), origin);
      assert.match(response.headers.get("access-control-allow-methods") ?? "", /\bPOST\b/);
      assert.match(
        response.headers.get("access-control-allow-headers") ?? "",
        /authorization.*content-type/i,
      );
    });
    await t.step(`request: ${origin}`, async () => {
      const response = await call(app, origin, token);
      assert.equal(response.headers.get("access-control-allow-origin"), origin);
      assert.match(response.headers.get("vary") ?? "", /\bOrigin\b/i);
      assert.match(response.headers.get("access-control-expose-headers") ?? "", /X-Request-Id/);
      await expectAnswer(response);
    });
  }
  await t.step("errors are readable too", async () => {
    const response = await call(app, ALLOWED_ORIGIN, "nonsense");
    assert.equal(response.headers.get("access-control-allow-origin"), ALLOWED_ORIGIN);
    await expectProblem(response, "unauthenticated");
  });
  await t.step("credentials are never allowed", async () => {
    for (
      const response of [
        await preflight(app, ALLOWED_ORIGIN),
        await call(app, ALLOWED_ORIGIN, token),
      ]
    ) {
      await response.body?.cancel();
      assert.equal(response.headers.get("access-control-allow-credentials"), null);
      assert.notEqual(response.headers.get("access-control-allow-origin"), "*");
    }
  });
  for (
    const origin of [
      "https://evil.example",
      "https://app.example.evil.example",
      "http://app.example",
      "https://app.example:8443",
      "null",
    ]
  ) {
    await t.step(`not allowed: ${origin}`, async () => {
      for (const response of [await preflight(app, origin), await call(app, origin, token)]) {
        await response.body?.cancel();
        assert.equal(response.headers.get("access-control-allow-origin"), null);
      }
    });
  }
});

function preflight(app: TestService, origin: string): Promise<Response> {
  return app.request("/factorial", {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization,content-type",
    },
  });
}

function call(app: TestService, origin: string, token: string): Promise<Response> {
  return app.request("/factorial", {
    method: "POST",
    headers: {
      Origin: origin,
      "Sec-Fetch-Site": "cross-site",
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    },
    body: '{"n": 5}',
  });
}
