import assert from "node:assert/strict";
import { assertNothingInternal, expectProblem } from "../../testing/expect.ts";
import { startTestService } from "../../testing/service.ts";

const POST_AND_GET = ["/factorial", "/fibonacci", "/pow", "/login", "/signup"];
const POST_ONLY = [
  "/api/factorial",
  "/api/fibonacci",
  "/api/pow",
  "/api/power",
  "/signup2",
  "/token",
  "/batch",
  "/logout",
  "/password",
];
const GET_ONLY = [
  "/",
  "/retrieve_info",
  "/logs",
  "/logs/0",
  "/logs/0/digits",
  "/problems/internal",
  "/health",
  "/health/live",
  "/health/ready",
  "/metrics",
  "/openapi.json",
  "/docs",
  "/assets/style.css",
];

Deno.test("unsupported methods are rejected with 405 and the allowed methods", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const headers = { Authorization: `Bearer ${token}` };
  for (
    const [paths, allow] of [
      [POST_AND_GET, ["GET", "HEAD", "POST"]],
      [POST_ONLY, ["POST"]],
      [GET_ONLY, ["GET", "HEAD"]],
    ] as const
  ) {
    const others = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]
      .filter((method) => !allow.some((allowed) => allowed === method));
    for (const path of paths) {
      await t.step(`${path} allows ${allow.join(", ")}`, async () => {
        for (const method of others) {
          const response = await app.request(path, { method, headers });
          assert.equal(response.status, 405, method);
          const methods = response.headers.get("allow")?.split(", ").toSorted();
          assert.deepEqual(methods, allow.toSorted(), method);
          if (method !== "HEAD") await expectProblem(response, "method_not_allowed");
        }
      });
    }
  }
});

Deno.test("a question that is not posted gets the request that computes it", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const long = "1".repeat(300);
  const inQueries = [
    ["/factorial?n=5", '{"n":"5"}'],
    ["/pow?base=2&exponent=10&mod=7", '{"base":"2","exponent":"10","mod":"7"}'],
    [`/factorial?n=${long}`, '{"n":"20"}'],
  ] as const;
  for (const [path, body] of inQueries) {
    await t.step(`GET ${path.slice(0, 40)}`, async () => {
      const response = await app.get(path, token);
      assert.equal(response.status, 200);
      const { hint } = await response.json();
      assert.match(hint, /^GET computes nothing: send POST \/\w+ with/);
      assert.ok(hint.endsWith(body), hint);
    });
  }
  const withoutForm = [
    ["PUT", "/factorial", '{"n":"20"}'],
    ["GET", "/api/power?base=2&exponent=3", '{"base":"2","exponent":"100"}'],
  ] as const;
  for (const [method, path, body] of withoutForm) {
    await t.step(`${method} ${path}`, async () => {
      const headers = { Authorization: `Bearer ${token}` };
      const response = await app.request(path, { method, headers });
      assert.match(response.headers.get("allow") ?? "", /\bPOST\b/);
      const { detail } = await expectProblem(response, "method_not_allowed");
      assert.match(detail, /send POST/);
      assert.ok(detail.includes(body), detail);
    });
  }
  await t.step("without a question, a program gets the description", async () => {
    const response = await app.get("/factorial", token);
    const { method, hint } = await response.json();
    assert.deepEqual([method, hint], ["POST", undefined]);
  });
});

/** Paths for which HEAD does not do the work of GET. */
const WITH_QUERY = ["/logs?limit=0", "/factorial?n=5", "/factorial?n=abc"];

Deno.test("HEAD returns the headers of GET and no body", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const paths = [...POST_AND_GET, ...GET_ONLY, "/nowhere", ...WITH_QUERY];
  for (const path of paths) {
    for (const accept of ["*/*", "text/html"]) {
      await t.step(`${path} as ${accept}`, async () => {
        const headers = { Authorization: `Bearer ${token}`, Accept: accept, "X-Request-Id": "one" };
        const get = await app.request(path, { headers });
        const head = await app.request(path, { method: "HEAD", headers });
        const { byteLength } = await get.arrayBuffer();
        assert.equal(await head.text(), "");
        assert.equal(head.status, get.status);
        for (const name of ["content-type", "x-request-id", "cache-control"]) {
          assert.equal(head.headers.get(name), get.headers.get(name), name);
        }
        if (path === "/metrics") return;
        const known = WITH_QUERY.includes(path) ? null : String(byteLength);
        assert.equal(head.headers.get("content-length"), known);
      });
    }
  }
  const { token: session } = await app.newUser();
  for (
    const [path, accept] of [
      ["/logs", "application/x-ndjson"],
      ["/logs", "text/csv"],
      ["/account/export", "application/json"],
    ] as const
  ) {
    await t.step(`HEAD of ${path} as ${accept} has no content length`, async () => {
      const headers = { Authorization: `Bearer ${session}`, Accept: accept };
      const head = await app.request(path, { method: "HEAD", headers });
      assert.equal(head.status, 200);
      assert.ok(head.headers.get("content-type")!.startsWith(accept));
      assert.equal(head.headers.get("content-length"), null);
    });
  }
});

Deno.test("an unknown path is not found, for every method", async (t) => {
  await using app = await startTestService();
  const paths = [
    "/nowhere",
    "/factorial/20",
    "/FACTORIAL",
    "/api",
    "/assets/",
    "/assets/../deno.json",
    "/assets/%2e%2e/deno.json",
    "/problems/no_such_code",
    "/problems/toString",
    "/problems/%E0%A4%A",
    "/.env",
    "//evil.example/",
    "/%",
    "/%00",
    `/${"x".repeat(5000)}`,
  ];
  for (const path of paths) {
    await t.step(path.slice(0, 40), async () => {
      const problem = await expectProblem(await app.request(path), "not_found");
      assert.ok(problem.detail.length < 400);
      const post = await app.request(path, { method: "POST", body: "{}" });
      assert.ok(post.status === 404 || post.status === 405);
      assertNothingInternal(await post.text());
    });
  }
});

Deno.test("malformed percent-encoding in a URL causes no internal error", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (
    const path of ["/factorial?n=%", "/logs?limit=%E0%A4%A", "/login?next=%ff", "/?%=%", "/docs?%"]
  ) {
    await t.step(path, async () => {
      const response = await app.get(path, token, { Accept: "text/html" });
      assert.ok(response.status < 500, String(response.status));
      assertNothingInternal(await response.text());
    });
  }
});

Deno.test("every response has nosniff, and no-store unless it may be cached", async () => {
  await using app = await startTestService();
  for (const path of ["/", "/health", "/nowhere", "/factorial", "/logs"]) {
    for (const accept of ["application/json", "text/html"]) {
      const response = await app.request(path, { headers: { Accept: accept } });
      await response.body?.cancel();
      assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(response.headers.get("cache-control"), "no-store", path);
      const policy = response.headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/, path);
    }
  }
  const { token } = await app.newUser();
  for (const path of ["/factorial", "/batch", "/evaluate", "/token", "/nowhere", "/logout"]) {
    const response = await app.post(path, { n: 3 }, token);
    await response.body?.cancel();
    assert.equal(response.headers.get("cache-control"), "no-store", path);
  }
  for (const path of ["/assets/style.css", "/openapi.json", "/docs"]) {
    const response = await app.request(path);
    await response.body?.cancel();
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
    assert.match(response.headers.get("cache-control") ?? "", /no-cache$/, path);
  }
});

Deno.test("with an https PUBLIC_URL, every response tells browsers to use https only", async () => {
  for (
    const [publicUrl, expected] of [
      ["https://math.example", "max-age=31536000; includeSubDomains"],
      ["http://math.example", null],
      [undefined, null],
    ] as const
  ) {
    await using app = await startTestService({ config: { publicUrl } });
    for (const path of ["/", "/login", "/nowhere", "/assets/style.css"]) {
      const response = await app.request(path, { headers: { Accept: "text/html" } });
      await response.body?.cancel();
      assert.equal(response.headers.get("strict-transport-security"), expected, path);
    }
  }
});
