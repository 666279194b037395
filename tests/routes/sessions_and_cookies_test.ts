import assert from "node:assert/strict";
import { sign } from "hono/jwt";
import { openBrowser } from "../../testing/browser.ts";
import { createTestClock } from "../../testing/clock.ts";
import { cookieNames } from "../../testing/cookie_names.ts";
import { expectAnswer, expectPage, expectProblem } from "../../testing/expect.ts";
import { ORIGIN, PASSWORD, startTestService } from "../../testing/service.ts";

const SECRET = "a secret of more than thirty-two characters";
const COOKIE = "__Host-session";
const DAY_MS = 86_400_000;

Deno.test("the Authorization header takes precedence, without a fallback to the cookie", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const { username: other, token: otherToken } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const cookie = `${COOKIE}=${browser.cookies.get(COOKIE)}`;
  const retrieveInfo = (authorization: string) =>
    app.request("/retrieve_info", { headers: { Cookie: cookie, Authorization: authorization } });

  for (
    const header of [
      "Bearer nonsense",
      "Bearer",
      "Bearer ",
      "Basic dXNlcjpwYXNz",
      token,
      "",
      "Token x",
    ]
  ) {
    await t.step(`${JSON.stringify(header.slice(0, 20))} is rejected`, async () => {
      await expectProblem(await retrieveInfo(header), "unauthenticated");
    });
  }
  await t.step("a valid token of another user takes precedence over the cookie", async () => {
    const profile = await (await retrieveInfo(`Bearer ${otherToken}`)).json();
    assert.equal(profile.username, other);
  });
  await t.step("the scheme ignores case, and several spaces may follow it", async () => {
    for (const header of [`bearer ${token}`, `BEARER   ${token}`]) {
      assert.equal((await (await retrieveInfo(header)).json()).username, username);
    }
  });
  await t.step("padding or a tab around the token is rejected", async () => {
    for (const header of [`Bearer ${token}=`, `Bearer \t${token}`, `Bearer\t${token}`]) {
      await expectProblem(await retrieveInfo(header), "unauthenticated");
    }
  });
  await t.step(
    "a cookie without the __Host- prefix is ignored, since other hosts could set it",
    async () => {
      const headers = { Cookie: cookie.replace(COOKIE, "session") };
      await expectProblem(await app.request("/retrieve_info", { headers }), "unauthenticated");
    },
  );
  await t.step("the cookie is sufficient for reading", async () => {
    const response = await app.request("/retrieve_info", { headers: { Cookie: cookie } });
    assert.equal((await response.json()).username, username);
  });
});

Deno.test("a token that is changed, forged or issued for another service is rejected", async (t) => {
  await using app = await startTestService({ config: { jwtSecret: SECRET } });
  const { token } = await app.newUser();
  const [head = "", body = "", signature = ""] = token.split(".");
  const claims = JSON.parse(new TextDecoder().decode(decode(body)));
  const encode = (value: unknown) =>
    new TextEncoder().encode(JSON.stringify(value)).toBase64({
      alphabet: "base64url",
      omitPadding: true,
    });
  const flipped = (signature[0] === "A" ? "B" : "A") + signature.slice(1);
  const forged: Record<string, string> = {
    "another role": `${head}.${encode({ ...claims, role: "admin" })}.${signature}`,
    "a later expiry": `${head}.${encode({ ...claims, exp: claims.exp + 1e6 })}.${signature}`,
    "another signature": `${head}.${body}.${flipped}`,
    "no signature": `${head}.${body}.`,
    "two parts": `${head}.${body}`,
    "alg none": `${encode({ alg: "none", typ: "JWT" })}.${body}.`,
    "alg None, signed": `${encode({ alg: "None", typ: "JWT" })}.${body}.${signature}`,
    "alg HS512": await sign(claims, SECRET, "HS512"),
    "another secret": await sign(claims, SECRET + "!", "HS256"),
    "a blank secret": await sign(claims, " ", "HS256"),
    "another issuer": await sign({ ...claims, iss: "other" }, SECRET, "HS256"),
    "another audience": await sign({ ...claims, aud: "other" }, SECRET, "HS256"),
    "no issuer": await sign(without(claims, "iss"), SECRET, "HS256"),
    "no audience": await sign(without(claims, "aud"), SECRET, "HS256"),
    "no expiry": await sign(without(claims, "exp"), SECRET, "HS256"),
    "no session": await sign(without(claims, "jti"), SECRET, "HS256"),
    "an expiry in the past": await sign({ ...claims, exp: claims.exp - 7200 }, SECRET, "HS256"),
    "an unknown role": await sign({ ...claims, role: "root" }, SECRET, "HS256"),
  };
  for (const [name, forgery] of Object.entries(forged)) {
    await t.step(name, async () => {
      const problem = await expectProblem(await app.get("/logs", forgery), "unauthenticated");
      assert.ok(!JSON.stringify(problem).includes(body));
    });
  }
  await t.step("the same claims with a valid signature are accepted", async () => {
    const response = await app.get("/logs", await sign(claims, SECRET, "HS256"));
    await response.body?.cancel();
    assert.equal(response.status, 200);
  });
});

Deno.test("a token expires after TOKEN_TTL, whether or not it has been used", async () => {
  const clock = createTestClock();
  await using app = await startTestService({ clock, config: { tokenTtlMs: 3_600_000 } });
  const { username, token } = await app.newUser();
  const unused = await app.signIn(username);
  clock.advance(3_500_000);
  await expectAnswer(await app.post("/factorial", { n: 3 }, token));
  clock.advance(101_000);
  await expectProblem(await app.post("/factorial", { n: 3 }, token), "unauthenticated");
  await expectProblem(await app.post("/factorial", { n: 3 }, unused), "unauthenticated");
});

Deno.test("the session cookie is host-only, HttpOnly and expires as configured", async (t) => {
  const clock = createTestClock();
  const day = 86_400_000;
  await using app = await startTestService({ clock, config: { sessionTtlMs: 2 * day } });
  const { username } = await app.newUser();
  const credentials = { username, password: PASSWORD };
  for (
    const [name, origin] of [
      ["https", "https://math.example"],
      ["localhost", "http://localhost:8000"],
      ["127.0.0.1", "http://127.0.0.1:8000"],
    ] as const
  ) {
    await t.step(`over ${name}`, async () => {
      const response = await openBrowser(app, { origin }).submit("/login", credentials);
      await response.body?.cancel();
      const lines = response.headers.getSetCookie();
      const line = lines.find((line) => line.startsWith(COOKIE)) ?? "";
      const [pair = "", ...attributes] = line.split("; ");
      assert.match(pair, /^__Host-session=[\w-]+\.[\w-]+\.[\w-]+$/);
      const expires = attributes.find((attribute) => attribute.startsWith("Expires="));
      assert.deepEqual(
        attributes.filter((attribute) => attribute !== expires).toSorted(),
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
      );
      const remainingMs = Date.parse(expires!.slice("Expires=".length)) - clock.now();
      assert.ok(remainingMs > 2 * day - 60_000 && remainingMs <= 2 * day, String(remainingMs));
    });
  }
  await t.step("signing out deletes it with the same attributes", async () => {
    const browser = openBrowser(app);
    await browser.signIn(username);
    const response = await browser.submit("/logout", {});
    const [line = ""] = response.headers.getSetCookie();
    assert.match(line, /^__Host-session=; /);
    for (const attribute of ["Max-Age=0", "Path=/", "Secure"]) {
      assert.ok(line.split("; ").includes(attribute), attribute);
    }
  });
});

Deno.test("a browser session ends after 7 idle days, and after 30 days in any case", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  const statusOf = async () => {
    const { status, body } = await browser.open("/logs");
    await body?.cancel();
    return status;
  };
  await t.step("a session in use is kept for 30 days", async () => {
    await browser.signIn(username);
    for (let day = 6; day < 30; day += 6) {
      clock.advance(6 * DAY_MS);
      assert.equal(await statusOf(), 200, `day ${day}`);
    }
    clock.advance(6 * DAY_MS);
    assert.equal(await statusOf(), 303);
  });
  await t.step("an idle one is not", async () => {
    await browser.signIn(username);
    clock.advance(7 * DAY_MS - 60_000);
    const kept = new Map(browser.cookies);
    assert.equal(await statusOf(), 200);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    clock.advance(60_000);
    assert.equal(await statusOf(), 303);
  });
});

Deno.test("signing in or up ends the session that it replaces", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const { username: other } = await app.newUser();
  const browser = openBrowser(app);
  const tokenOf = () => browser.cookies.get(COOKIE)!;
  const fields = (name: string) => ({ username: name, password: PASSWORD });
  for (
    const [path, name] of [["/login", username], ["/login", other], ["/signup", "grace"]] as const
  ) {
    await t.step(`${path} as ${name === username ? "the same user" : "another user"}`, async () => {
      await browser.signIn(username);
      const replaced = tokenOf();
      assert.equal((await browser.submit(path, fields(name))).status, 303);
      assert.notEqual(tokenOf(), replaced);
      await expectProblem(await app.get("/retrieve_info", replaced), "unauthenticated");
      await expectPage(await browser.open("/logs"));
    });
  }
  await t.step("a wrong password keeps it", async () => {
    await expectPage(await browser.submit("/login", { username, password: "wrong" }), 401);
    await expectPage(await browser.open("/logs"));
  });
});

Deno.test("pages of other sites cannot sign up or get a token, except those in CORS_ORIGINS", async (t) => {
  const listed = "https://app.example";
  await using app = await startTestService({ config: { corsOrigins: [listed] } });
  const { username } = await app.newUser();
  const post = (path: string, type: string, headers: Record<string, string>) => {
    const fields = {
      username: path === "/signup2" ? `u-${type.length}` : username,
      password: PASSWORD,
    };
    const body = type === "application/json" ? JSON.stringify(fields) : new URLSearchParams(fields);
    return app.request(path, {
      method: "POST",
      headers: { "Content-Type": type, ...headers },
      body,
    });
  };
  const cases = [
    ["/signup2", "application/json"],
    ["/signup2", "application/x-www-form-urlencoded"],
    ["/token", "application/json"],
    ["/token", "application/x-www-form-urlencoded"],
    ["/login", "application/json"],
  ] as const;
  for (const [path, type] of cases) {
    await t.step(`${path} with ${type}`, async () => {
      for (
        const headers of [
          { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
          { "Sec-Fetch-Site": "same-site" },
          { Origin: "null" },
        ]
      ) {
        await expectProblem(await post(path, type, headers as Record<string, string>), "forbidden");
      }
      const { status, body } = await post(path, type, {
        "Sec-Fetch-Site": "cross-site",
        Origin: listed,
      });
      await body?.cancel();
      assert.equal(status, path === "/signup2" ? 201 : 200);
    });
  }
});

Deno.test("an unsafe request with a cookie must come from a page of this site", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const other = "https://evil.example";
  const cases:
    readonly (readonly [site: string | undefined, origin: string | undefined, boolean])[] = [
      ["same-origin", ORIGIN, true],
      ["same-origin", undefined, true],
      [undefined, ORIGIN, true],
      ["same-origin", other, true],
      ["cross-site", other, false],
      ["cross-site", ORIGIN, false],
      ["same-site", ORIGIN, false],
      ["none", undefined, false],
      ["nonsense", ORIGIN, false],
      ["", ORIGIN, false],
      [undefined, other, false],
      [undefined, "null", false],
      [undefined, undefined, false],
      [undefined, "https://localhost:8000", false],
      [undefined, "http://localhost:8001", false],
      [undefined, "http://localhost:8000.evil.example", false],
    ];
  for (const [site, origin, allowed] of cases) {
    await t.step(`${site} and ${origin}: ${allowed ? "allowed" : "rejected"}`, async () => {
      const headers = { "Sec-Fetch-Site": site, Origin: origin };
      const json = { ...headers, Accept: "application/json" };
      const calculation = await browser.submit("/factorial", { n: "3" }, json);
      const logout = allowed ? undefined : await browser.submit("/logout", {}, headers);
      if (allowed) await expectAnswer(calculation);
      else await expectProblem(calculation, "forbidden");
      if (logout) await expectPage(logout, 403);
    });
  }
  await t.step("the cookie stays valid, and a bearer token is accepted from any site", async () => {
    await expectPage(await browser.open("/logs"));
    const headers = { Authorization: `Bearer ${token}`, Accept: "application/json" };
    const sent = { ...headers, "Sec-Fetch-Site": "cross-site", Origin: other };
    await expectAnswer(await browser.submit("/factorial", { n: "3" }, sent));
  });
  await t.step("another site cannot sign a user in or up", async () => {
    for (const path of ["/login", "/signup"]) {
      for (const site of ["cross-site", "same-site", undefined]) {
        const sent = { "Sec-Fetch-Site": site, Origin: other };
        const fields = { username: path.slice(1), password: PASSWORD };
        const response = await openBrowser(app).submit(path, fields, sent);
        assert.deepEqual(response.headers.getSetCookie(), []);
        await expectPage(response, 403);
      }
    }
  });
});

Deno.test("over plain http from another machine, the pages explain why sign-in is impossible", async (t) => {
  const origin = "http://math.example:8000";
  await t.step("unless insecure cookies are allowed", async () => {
    await using app = await startTestService();
    const { username } = await app.newUser();
    const browser = openBrowser(app, { origin });
    for (const path of ["/login", "/signup"]) {
      assert.match(await expectPage(await browser.open(path)), /ALLOW_INSECURE_COOKIES/);
    }
    const response = await browser.signIn(username);
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.match(await expectPage(response, 403), /plain http/);
    const fields = { username: "newcomer", password: PASSWORD };
    await expectPage(await browser.submit("/signup", fields), 403);
    await app.newUser("newcomer");
  });
  await t.step("with insecure cookies allowed, sign-in works without a secure cookie", async () => {
    await using app = await startTestService({ config: { allowInsecureCookies: true } });
    const { username } = await app.newUser();
    const browser = openBrowser(app, { origin });
    const page = await expectPage(await browser.open("/login"));
    assert.doesNotMatch(page, /role="alert"/);
    const response = await browser.signIn(username);
    assert.deepEqual(cookieNames(response), ["device", "session"]);
    for (const line of response.headers.getSetCookie()) {
      assert.match(line, /HttpOnly; SameSite=Lax$/);
      assert.doesNotMatch(line, /Secure/);
    }
    await expectPage(await browser.open("/logs"));
  });
});

function decode(part: string): Uint8Array {
  return Uint8Array.fromBase64(part, { alphabet: "base64url" });
}

function without(claims: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}
