import assert from "node:assert/strict";
import * as z from "zod";
import { changeAccounts } from "../../testing/change_accounts.ts";
import { tokenSchema } from "../../routes/response_schemas.ts";
import { openBrowser } from "../../testing/browser.ts";
import { cookieNames } from "../../testing/cookie_names.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import {
  eventually,
  expectAnswer,
  expectPage,
  expectProblem,
  fieldsOf,
} from "../../testing/expect.ts";
import { PASSWORD, type TestService } from "../../testing/service.ts";

test("POST /token and POST /login with JSON return a valid token", async (start, t) => {
  await using app = await start();
  const { username } = await app.newUser();
  const credentials = { username, password: PASSWORD };
  const form = (extra = {}) => ({ body: new URLSearchParams({ ...credentials, ...extra }) });
  const json = {
    body: JSON.stringify(credentials),
    headers: { "Content-Type": "application/json" },
  };
  for (
    const [name, path, request] of [
      ["form", "/token", form()],
      ["form with grant_type", "/token", form({ grant_type: "password", scope: "" })],
      ["form with empty grant_type", "/token", form({ grant_type: "" })],
      ["JSON", "/token", json],
      ["JSON", "/login", json],
    ] as const
  ) {
    await t.step(`${path} with ${name}`, async () => {
      const response = await app.request(path, { method: "POST", ...request });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("cache-control"), "no-store");
      assert.deepEqual(response.headers.getSetCookie(), []);
      const answer = z.strictObject(tokenSchema.shape).parse(await response.json());
      assert.equal(answer.expires_in, 3600);
      await expectAnswer(await app.post("/factorial", { n: 3 }, answer.access_token));
    });
  }
});

test("an unknown user and a wrong password have indistinguishable responses", async (start, t) => {
  await using app = await start();
  const { username } = await app.newUser();
  const attempts = [
    { username, password: "wrong password" },
    { username: "nobody-at-all", password: "wrong password" },
    { username: "not a possible name!", password: "x" },
    { username, password: PASSWORD.toUpperCase() },
    { username, password: `${PASSWORD} ` },
  ];
  for (const path of ["/token", "/login"]) {
    await t.step(path, async () => {
      const problems = [];
      for (const attempt of attempts) {
        const response = await app.post(path, attempt);
        const { request_id: _, ...problem } = await expectProblem(response, "invalid_credentials");
        problems.push(problem);
      }
      for (const problem of problems) assert.deepEqual(problem, problems[0]);
    });
  }
  await t.step("the sign-in page", async () => {
    const pages = [];
    for (const attempt of attempts) {
      const response = await openBrowser(app).submit("/login", attempt);
      assert.deepEqual(response.headers.getSetCookie(), []);
      const html = await expectPage(response, 401);
      pages.push(html.replace(/ value="[^"]*"/, ""));
    }
    assert.equal(new Set(pages).size, 1);
  });
});

test("incomplete credentials are invalid input", async (start, t) => {
  await using app = await start();
  const cases: readonly (readonly [unknown, string[]])[] = [
    [{}, ["username", "password"]],
    [{ username: "ada" }, ["password"]],
    [{ username: "", password: "" }, ["username", "password"]],
    [{ username: 7, password: ["x"] }, ["username", "password"]],
    [{ username: "ada", password: "x".repeat(1025) }, ["password"]],
    [{ username: "ada", password: "x", grant_type: "client_credentials" }, ["grant_type"]],
    [{ username: "ada", password: "x", grant_type: 5 }, ["grant_type"]],
  ];
  for (const [body, fields] of cases) {
    await t.step(JSON.stringify(body).slice(0, 60), async () => {
      const problem = await expectProblem(await app.post("/token", body), "invalid_input");
      assert.deepEqual(fieldsOf(problem), fields);
    });
  }
});

test(
  "errors of POST /token are OAuth 2.0 errors, too, and those of other paths are not",
  async (start, t) => {
    await using app = await start();
    const { username } = await app.newUser();
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const right = new URLSearchParams({ username, password: PASSWORD }).toString();
    const cases = [
      [
        "a wrong password",
        form,
        "username=ada&password=wrong",
        "invalid_credentials",
        "invalid_grant",
      ],
      ["no password", form, "username=ada", "invalid_input", "invalid_request"],
      [
        "JSON that ends early",
        { "Content-Type": "application/json" },
        "{",
        "malformed_request",
        "invalid_request",
      ],
      [
        "a text",
        { "Content-Type": "text/plain" },
        right,
        "unsupported_media_type",
        "invalid_request",
      ],
      [
        "another grant",
        form,
        `${right}&grant_type=refresh_token`,
        "invalid_input",
        "unsupported_grant_type",
      ],
      ["another site", { ...form, Origin: "null" }, right, "forbidden", "invalid_request"],
    ] as const;
    for (const [name, headers, body, code, error] of cases) {
      await t.step(name, async () => {
        const response = await app.request("/token", { method: "POST", headers, body });
        const problem = await expectProblem(response, code);
        assert.equal(problem.error, error);
        assert.match(problem.error_description ?? "", /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
        if (body === "{") return;
        const other = await app.request("/signup2", { method: "POST", headers, body: "x=1" });
        assert.deepEqual(
          Object.keys(await other.json()).filter((key) => key.startsWith("error_")),
          [],
        );
      });
    }
    await t.step("too many wrong passwords, and an unavailable database", async () => {
      const guess = () => app.post("/token", { username, password: "wrong" });
      for (let failures = 0; failures < 10; failures++) await (await guess()).body?.cancel();
      const problem = await expectProblem(await guess(), "rate_limited");
      assert.equal(problem.error, "temporarily_unavailable");
    });
  },
);

test("POST /token takes multipart forms, without files", async (start, t) => {
  await using app = await start();
  const { username } = await app.newUser();
  const post = (path: string, fields: Record<string, string | Blob>, headers = {}) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return app.request(path, { method: "POST", body, headers });
  };
  const credentials = { username, password: PASSWORD };
  await t.step("fields", async () => {
    const response = await post("/token", { grant_type: "password", ...credentials, scope: "" });
    assert.equal(response.status, 200);
    assert.equal((await response.json()).token_type, "bearer");
  });
  await t.step("a sign-in by form", async () => {
    const response = await post("/login", credentials);
    assert.equal(response.status, 303);
    assert.deepEqual(cookieNames(response), ["__Host-device", "__Host-session"]);
  });
  await t.step("a file", async () => {
    const file = new Blob(["secret"]);
    const problem = await expectProblem(
      await post("/token", { username, password: file }),
      "malformed_request",
    );
    assert.match(problem.detail, /the field "password" is a file/);
  });
  await t.step("no boundary, and one that no part begins with", async () => {
    const send = (type: string) => post("/token", credentials, { "Content-Type": type });
    await expectProblem(await send("multipart/form-data"), "malformed_request");
    await expectProblem(await send("multipart/form-data; boundary=x"), "invalid_input");
  });
  await t.step("too many bytes", async () => {
    const large = { ...credentials, padding: "x".repeat(16 * 1024) };
    await expectProblem(await post("/token", large), "body_too_large");
  });
});

test("only a request with an invalid token is told so", async (start) => {
  await using app = await start();
  const { token } = await app.newUser();
  await (await app.post("/logout", {}, token)).body?.cancel();
  const invalid = /^Bearer error="invalid_token", error_description="[^"]+"$/;
  const challenge = async (headers: Record<string, string>) => {
    const response = await app.request("/retrieve_info", { headers });
    await expectProblem(response, "unauthenticated");
    return response.headers.get("www-authenticate") ?? "";
  };
  for (const bad of [token, "nonsense", `mc_${"x".repeat(49)}`]) {
    assert.match(await challenge({ Authorization: `Bearer ${bad}` }), invalid);
  }
  for (const headers of [{}, { Authorization: "Basic eDp5" }, { Cookie: "__Host-session=x" }]) {
    assert.equal(await challenge(headers as Record<string, string>), "Bearer");
  }
});

test(
  "POST /login with a form sets the cookie and redirects to the requested page",
  async (start, t) => {
    await using app = await start();
    const { username } = await app.newUser();
    const credentials = { username, password: PASSWORD };
    for (
      const [next, location] of [
        [undefined, "/"],
        ["", "/"],
        ["/logs?operation=pow&limit=5", "/logs?operation=pow&limit=5"],
        ["/factorial?n=20", "/factorial?n=20"],
        ["https://evil.example/", "/"],
        ["//evil.example/", "/"],
        ["/\\evil.example/", "/"],
        ["/..//evil.example/", "/"],
        ["/\t/evil.example", "/"],
        ["javascript:alert(1)", "/"],
        ["/logs\r\nSet-Cookie: a=b", "/logsSet-Cookie:%20a=b"],
      ] as const
    ) {
      await t.step(`next=${JSON.stringify(next)}`, async () => {
        const browser = openBrowser(app);
        const fields = next === undefined ? credentials : { ...credentials, next };
        const response = await browser.submit("/login", fields);
        await response.body?.cancel();
        assert.equal(response.status, 303);
        assert.equal(response.headers.get("location"), location);
        assert.deepEqual(cookieNames(response), ["__Host-device", "__Host-session"]);
        const html = await expectPage(await browser.open("/logs"));
        assert.ok(html.includes(`>${username}</a>`));
      });
    }
  },
);

test("a rejected form of a client that does not accept HTML is a problem", async (start, t) => {
  await using app = await start();
  const { username } = await app.newUser();
  for (
    const [path, fields, code] of [
      ["/login", { username, password: "wrong password" }, "invalid_credentials"],
      ["/login", { username }, "invalid_input"],
      ["/signup", { username, password: PASSWORD }, "username_taken"],
    ] as const
  ) {
    await t.step(`${path}: ${code}`, async () => {
      const body = new URLSearchParams(fields);
      await expectProblem(await app.request(path, { method: "POST", body }), code);
    });
  }
});

test("POST /logout ends only that session, at once", async (start, t) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const other = await app.signIn(username);

  await t.step("of a bearer token", async () => {
    await expectAnswer(await app.post("/factorial", { n: 3 }, token));
    const response = await app.request("/logout", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(response.status, 204);
    assert.equal(await response.text(), "");
    await expectProblem(await app.post("/factorial", { n: 3 }, token), "unauthenticated");
    await expectProblem(await app.post("/logout", {}, token), "unauthenticated");
    await expectAnswer(await app.post("/factorial", { n: 3 }, other));
  });

  await t.step("of a cookie, which is deleted", async () => {
    const browser = openBrowser(app);
    await browser.signIn(username);
    const kept = new Map(browser.cookies);
    await expectPage(await browser.open("/logs"));
    const response = await browser.submit("/logout", {});
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), "/");
    assert.equal(browser.cookies.has("__Host-session"), false);

    for (const [name, value] of kept) browser.cookies.set(name, value);
    const refused = await browser.open("/logs");
    assert.equal(refused.status, 303);
    assert.equal(refused.headers.get("location"), "/login?next=%2Flogs");
    await expectAnswer(await app.post("/factorial", { n: 3 }, other));
  });

  await t.step("a form without a session is redirected to the home page", async () => {
    const response = await openBrowser(app).submit("/logout", {});
    assert.equal(response.status, 303);
    await expectProblem(await app.request("/logout", { method: "POST" }), "unauthenticated");
  });
});

test("a change of an account by an operator ends its sessions", async (start, t) => {
  await using app = await start();

  await t.step(
    "a disabled user has no sessions and cannot sign in until enabled again",
    async () => {
      const { username, token } = await app.newUser();
      await expectAnswer(await app.post("/factorial", { n: 3 }, token));
      await changeAccounts(app, ({ accounts }) => accounts.setDisabled(username, true));
      await untilRefused(app, token);
      const credentials = { username, password: PASSWORD };
      const refused = await expectProblem(
        await app.post("/token", credentials),
        "invalid_credentials",
      );
      const unknown = await expectProblem(
        await app.post("/token", { username: "nobody-at-all", password: PASSWORD }),
        "invalid_credentials",
      );
      assert.equal(refused.detail, unknown.detail);
      await changeAccounts(app, ({ accounts }) => accounts.setDisabled(username, false));
      await expectAnswer(await app.post("/factorial", { n: 3 }, await app.signIn(username)));
      await expectProblem(await app.post("/factorial", { n: 3 }, token), "unauthenticated");
    },
  );

  await t.step("a revoked role takes effect with the next request", async () => {
    const { username } = await app.newUser();
    const { username: other } = await app.newUser();
    await changeAccounts(app, ({ accounts }) => accounts.setRole(username, "admin"));
    const admin = await app.signIn(username);
    assert.equal((await app.get(`/logs?user=${other}`, admin)).status, 200);
    await changeAccounts(app, ({ accounts }) => accounts.setRole(username, "user"));
    await untilRefused(app, admin);
    const token = await app.signIn(username);
    await expectProblem(await app.get(`/logs?user=${other}`, token), "forbidden");
  });
});

/** Waits until a change by another process reaches the service. */
async function untilRefused(app: TestService, token: string): Promise<void> {
  await eventually(async () => {
    await expectProblem(await app.get("/retrieve_info", token), "unauthenticated");
  });
}
