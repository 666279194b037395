import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { PASSWORD, startTestService } from "../../testing/service.ts";

const PUBLIC_URL = "https://example.org/math";

Deno.test("a public URL with a path is used for every address that clients see", async (t) => {
  await using app = await startTestService({ config: { publicUrl: PUBLIC_URL } });
  const { username, token } = await app.newUser();
  const html = { Accept: "text/html" };

  await t.step("requests are answered with and without the path", async () => {
    for (const path of ["/health/live", "/math/health/live"]) {
      const response = await app.request(path);
      await response.body?.cancel();
      assert.equal(response.status, 200, path);
    }
    const other = await app.request("/mathematics");
    await other.body?.cancel();
    assert.equal(other.status, 404);
    assert.equal((await (await app.request("/math")).json()).name, "MathCalculator");
  });

  await t.step("every link, form and asset of a page is below the path", async () => {
    for (const path of ["/", "/factorial", "/login", "/docs", "/problems/internal", "/nowhere"]) {
      const page = await (await app.request(`/math${path}`, { headers: html })).text();
      const links = [...page.matchAll(/ (?:href|action|src)="([^"]*)"/g)].map(([, link]) => link!);
      assert.ok(links.length > 2, path);
      const outside = links.filter((link) => !/^(\/math\/|#|https:\/\/)/.test(link));
      assert.deepEqual(outside, [], path);
      for (const link of links.filter((link) => link.startsWith("/math/assets/"))) {
        const asset = await app.request(link);
        await asset.body?.cancel();
        assert.equal(asset.status, 200, link);
      }
    }
    const home = await (await app.request("/", { headers: html })).text();
    assert.ok(home.includes("https://example.org/math/token"));
  });

  await t.step("redirects stay below the path", async () => {
    const logs = await app.request("/math/logs", { headers: html, redirect: "manual" });
    assert.equal(logs.headers.get("location"), "/math/login?next=%2Flogs");
    const slash = await app.request("/math/factorial/?n=5", { redirect: "manual" });
    assert.equal(slash.headers.get("location"), "/math/factorial?n=5");
  });

  await t.step("cookies are sent to the path only", async () => {
    const response = await app.request("/login", {
      method: "POST",
      headers: { ...html, Origin: "https://example.org" },
      body: new URLSearchParams({ username, password: PASSWORD, next: "/logs" }),
      redirect: "manual",
    });
    assert.equal(response.headers.get("location"), "/math/logs");
    const cookies = response.headers.getSetCookie().toSorted();
    assert.match(cookies[0] ?? "", /^__Secure-device=.*; Path=\/math;/);
    assert.match(cookies[1] ?? "", /^__Secure-session=.*; Path=\/math;/);
    const headers = { ...html, Cookie: cookies[1]!.split(";")[0]! };
    const account = await app.request("/math/account", { headers });
    assert.ok((await account.text()).includes(username));
  });

  await t.step("problems and OpenAPI name the path", async () => {
    const problem = await (await app.request("/nowhere")).json();
    assert.equal(problem.type, "/math/problems/not_found");
    const document = await (await app.get("/openapi.json", token)).json();
    assert.deepEqual(document.servers, [{ url: PUBLIC_URL }]);
    const { flows } = document.components.securitySchemes.password;
    assert.equal(flows.password.tokenUrl, "/math/token");
  });
});

Deno.test("a path with a slash at the end redirects to the path without it", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const ask = async (path: string, method = "GET") => {
    const response = await app.request(path, { method, redirect: "manual" });
    await response.body?.cancel();
    return [response.status, response.headers.get("location")];
  };

  for (
    const [path, location] of [
      ["/factorial/", "/factorial"],
      ["/api/factorial/?x=1&y=%2F", "/api/factorial?x=1&y=%2F"],
      ["/logs/01989b3e-0000-7000-8000-000000000000/", "/logs/01989b3e-0000-7000-8000-000000000000"],
      ["/problems/internal/", "/problems/internal"],
    ] as const
  ) {
    await t.step(path, async () => {
      assert.deepEqual(await ask(path), [308, location]);
      assert.deepEqual(await ask(path, "POST"), [308, location]);
    });
  }

  for (const path of ["/nowhere/", "/factorial//", "//evil.example/", "/a%2Fb/"]) {
    await t.step(`${path} is not found`, async () => {
      assert.deepEqual(await ask(path), [404, null]);
    });
  }

  await t.step("the redirect keeps the method and the body", async () => {
    const [status] = await ask("/factorial/", "POST");
    assert.equal(status, 308);
    assert.equal((await (await app.post("/factorial", { n: 5 }, token)).json()).result, "120");
  });
});

Deno.test("POST /signup answers a program with the account", async () => {
  await using app = await startTestService();
  const response = await app.post("/signup", { username: "ada", password: PASSWORD });
  assert.equal(response.status, 201);
  assert.deepEqual(response.headers.getSetCookie(), []);
  assert.equal((await response.json()).username, "ada");
  const taken = await app.post("/signup", { username: "ada", password: PASSWORD });
  assert.equal((await taken.json()).code, "username_taken");
  await openBrowser(app).signIn("ada");
});
