import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { expectAnswer, expectPage, expectProblem } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const PROXY = "10.1.2.3";
const TRUSTED = { trustedProxies: ["10.0.0.0/8", "2001:db8:ffff::/48"] };
const CLIENT = "203.0.113.7";

/** Returns the client address that the application log has for a failed sign-in. */
async function loggedAddress(
  app: TestService,
  from: string,
  forwardedFor?: string,
): Promise<unknown> {
  const requestId = crypto.randomUUID();
  const response = await app.request("/token", {
    method: "POST",
    headers: {
      "X-Request-Id": requestId,
      ...(forwardedFor !== undefined && { "X-Forwarded-For": forwardedFor }),
    },
    body: new URLSearchParams({ username: "nobody", password: "wrong password" }),
    from,
  });
  await response.body?.cancel();
  const line = app.logLines().find((each) =>
    each.request_id === requestId && each.message === "sign_in_failed"
  );
  return line?.address;
}

Deno.test("X-Forwarded-For is used only from trusted proxies", async (t) => {
  await using app = await startTestService({ config: TRUSTED });
  const cases = [
    ["no header", PROXY, undefined, PROXY],
    ["a trusted proxy", PROXY, CLIENT, CLIENT],
    ["an untrusted client", CLIENT, "198.51.100.1", CLIENT],
    ["a chain of trusted proxies", PROXY, `${CLIENT}, 10.9.9.9, 10.8.8.8`, CLIENT],
    ["an address forged by the client", PROXY, `198.51.100.1, ${CLIENT}`, CLIENT],
    ["a trusted address forged by the client", PROXY, `10.0.0.1, ${CLIENT}`, CLIENT],
    ["only trusted addresses", PROXY, "10.0.0.1", "10.0.0.1"],
    ["an IPv4-mapped proxy", `::ffff:${PROXY}`, CLIENT, CLIENT],
    ["an IPv6 proxy", "2001:db8:ffff::1", CLIENT, CLIENT],
    ["an IPv6 client, by its network", PROXY, "2001:db8:0:1::99", "2001:db8:0:1::/64"],
    ["an IPv4-mapped client", PROXY, `::ffff:${CLIENT}`, CLIENT],
    ["an address with its port", PROXY, `${CLIENT}:4711`, CLIENT],
    ["an IPv6 address with its port", PROXY, "[2001:db8:0:1::99]:4711", "2001:db8:0:1::/64"],
    ["no valid address", PROXY, "unknown, <script>", PROXY],
    ["an invalid address from the last proxy", PROXY, `${CLIENT}, unknown`, PROXY],
    ["an empty header", PROXY, "", PROXY],
  ] as const;
  for (const [name, from, header, expected] of cases) {
    await t.step(name, async () => {
      assert.equal(await loggedAddress(app, from, header), expected);
    });
  }
});

Deno.test("no proxy is trusted unless TRUSTED_PROXIES lists it", async () => {
  await using app = await startTestService();
  assert.equal(await loggedAddress(app, "127.0.0.1", CLIENT), "127.0.0.1");
});

Deno.test("limits count each client behind a trusted proxy, and ignore forged addresses", async (t) => {
  await using app = await startTestService({ config: TRUSTED });
  const guess = (from: string, forwardedFor: string) =>
    app.request("/token", {
      method: "POST",
      headers: { "X-Forwarded-For": forwardedFor },
      body: new URLSearchParams({ username: "nobody", password: "wrong password" }),
      from,
    });
  const repeat = async (from: string, header: (index: number) => string) => {
    for (let index = 0; index < 10; index++) {
      await (await guess(from, header(index))).body?.cancel();
    }
  };
  await t.step("behind a trusted proxy", async () => {
    await repeat(PROXY, (index) => `198.51.100.${index}, ${CLIENT}`);
    await expectProblem(await guess(PROXY, `198.51.100.99, ${CLIENT}`), "rate_limited");
    await expectProblem(await guess(PROXY, "203.0.113.8"), "invalid_credentials");
  });
  await t.step("headers of untrusted clients are ignored", async () => {
    await repeat("192.0.2.1", (index) => `198.51.100.${index}`);
    await expectProblem(await guess("192.0.2.1", "198.51.100.99"), "rate_limited");
  });
});

Deno.test("the origin comes from PUBLIC_URL, a trusted proxy or the request, in this order", async (t) => {
  const forwarded = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "math.example" };
  const inside = "http://math.internal:8000";

  await t.step(
    "a trusted proxy with TLS sets the origin and gets a secure cookie",
    async () => {
      await using app = await startTestService({ config: TRUSTED });
      const { username } = await app.newUser();
      const browser = openBrowser(app, { origin: inside, from: PROXY, headers: forwarded });
      await browser.signIn(username);
      assert.ok(browser.cookies.has("__Host-session"));
      assert.match(await expectPage(await browser.open("/")), /https:\/\/math\.example\/token/);

      const json = { Accept: "application/json", "Sec-Fetch-Site": undefined };
      const own = { ...json, Origin: "https://math.example" };
      await expectAnswer(await browser.submit("/factorial", { n: "5" }, own));
      const other = { ...json, Origin: inside };
      await expectProblem(await browser.submit("/factorial", { n: "5" }, other), "forbidden");
    },
  );
  await t.step("headers of untrusted clients are ignored", async () => {
    await using app = await startTestService({ config: TRUSTED });
    const { username } = await app.newUser();
    const browser = openBrowser(app, { origin: inside, from: CLIENT, headers: forwarded });
    await expectPage(await browser.signIn(username), 403);
    assert.equal(browser.cookies.size, 0);
    const html = await expectPage(await browser.open("/"));
    assert.match(html, /http:\/\/math\.internal:8000\/token/);
    assert.doesNotMatch(html, /math\.example/);
  });
  await t.step("PUBLIC_URL takes precedence", async () => {
    const publicUrl = "https://public.example";
    await using app = await startTestService({ config: { ...TRUSTED, publicUrl } });
    const { username } = await app.newUser();
    const browser = openBrowser(app, { origin: inside, from: PROXY, headers: forwarded });
    await browser.signIn(username);
    assert.ok(browser.cookies.has("__Host-session"));
    assert.match(await expectPage(await browser.open("/")), /https:\/\/public\.example\/token/);
  });
});

Deno.test("forged headers that a trusted proxy passes on do no harm", async (t) => {
  await using app = await startTestService({ config: TRUSTED });
  const { username } = await app.newUser();
  const cases: Record<string, string>[] = [
    { "X-Forwarded-Proto": "javascript" },
    { "X-Forwarded-Proto": "data", "X-Forwarded-Host": "text/html,x" },
    { "X-Forwarded-Proto": "file" },
    { "X-Forwarded-Proto": "" },
    { "X-Forwarded-Host": "<script>alert(1)</script>" },
    { "X-Forwarded-Host": "a b" },
    { "X-Forwarded-Host": "user:password@evil.example" },
    { "X-Forwarded-Host": "" },
    { "X-Forwarded-For": "1.2.3.4:80, [::1]" },
  ];
  for (const headers of cases) {
    await t.step(JSON.stringify(headers), async () => {
      const browser = openBrowser(app, { from: PROXY, headers });
      const html = await expectPage(await browser.open("/"));
      assert.doesNotMatch(html, /<script>|curl -s null|javascript:|password@/);
      const response = await browser.signIn(username);
      await response.body?.cancel();
      assert.ok(response.status === 303 || response.status === 403, String(response.status));
      const opaque = { Accept: "application/json", "Sec-Fetch-Site": undefined, Origin: "null" };
      const forged = await browser.submit("/factorial", { n: "5" }, opaque);
      await forged.body?.cancel();
      assert.ok(forged.status === 403 || forged.status === 401, String(forged.status));
    });
  }
});
