import assert from "node:assert/strict";
import { openBrowser } from "../../../testing/browser.ts";
import { expectAnswer, expectPage, expectProblem } from "../../../testing/expect.ts";
import { messageAt, valueOf } from "../../../testing/html.ts";
import { PASSWORD, startTestService } from "../../../testing/service.ts";

const NEW_PASSWORD = "another long secret";

Deno.test("POST /signup creates the account and signs in, or shows the form with an error", async (t) => {
  await using app = await startTestService();
  await app.newUser("taken");
  await t.step("it signs in and redirects to the requested page", async () => {
    const browser = openBrowser(app);
    const fields = { username: "newcomer", password: PASSWORD, next: "/pow" };
    const response = await browser.submit("/signup", fields);
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), "/pow");
    assert.match(await expectPage(await browser.open("/logs")), /newcomer/);
  });
  const cases = [
    [422, { username: "x", password: PASSWORD }, "username"],
    [422, { username: "somebody", password: "short" }, "password"],
    [422, { username: "somebody", password: "somebody else" }, "password"],
    [409, { username: "TAKEN", password: PASSWORD }, "username"],
  ] as const;
  for (const [status, fields, invalidField] of cases) {
    await t.step(`${fields.username} ${fields.password}`, async () => {
      const browser = openBrowser(app);
      const response = await browser.submit("/signup", { ...fields, next: "/logs" });
      const html = await expectPage(response, status);
      assert.equal(browser.cookies.size, 0);
      assert.equal(valueOf(html, "username"), fields.username);
      assert.equal(valueOf(html, "password"), "");
      assert.ok(messageAt(html, invalidField));
      assert.match(html, /name="next" value="\/logs"/);
    });
  }
  await t.step("while sign-up is closed, there is no form and POST is forbidden", async () => {
    await using closed = await startTestService({ config: { signup: false } });
    const html = await expectPage(await openBrowser(closed).open("/signup"));
    assert.doesNotMatch(html, /<form method="post" action="\/signup"/);
    const fields = { username: "somebody", password: PASSWORD };
    await expectPage(await openBrowser(closed).submit("/signup", fields), 403);
  });
});

Deno.test("a failed sign-in keeps the username and the requested page, but not the password", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await t.step("with a wrong password", async () => {
    const fields = { username, password: "wrong password", next: "/pow?base=2" };
    const html = await expectPage(await browser.submit("/login", fields), 401);
    assert.equal(valueOf(html, "username"), username);
    assert.equal(valueOf(html, "password"), "");
    assert.match(html, /role="alert">The username or password is wrong</);
    assert.match(html, /name="next" value="\/pow\?base=2"/);
    assert.doesNotMatch(html, /wrong password"/);
  });
  await t.step("with empty fields", async () => {
    const html = await expectPage(await browser.submit("/login", {}), 422);
    assert.equal(messageAt(html, "username"), "A username is required");
    assert.equal(messageAt(html, "password"), "A password is required");
  });
  assert.equal(browser.cookies.size, 0);
});

Deno.test("the sign-in and sign-up pages link to each other and keep the requested page", async () => {
  await using app = await startTestService();
  const browser = openBrowser(app);
  const next = encodeURIComponent("/factorial?n=20");
  for (const [path, other] of [["/login", "/signup"], ["/signup", "/login"]] as const) {
    const html = await expectPage(await browser.open(`${path}?next=${next}`));
    assert.ok(html.includes(`href="${other}?next=${next}"`));
    assert.match(html, /name="next" value="\/factorial\?n=20"/);
    const elsewhere = await expectPage(await browser.open(`${path}?next=https://evil.example/`));
    assert.doesNotMatch(elsewhere, /evil\.example|name="next"/);
  }
});

Deno.test("the account page shows the profile and changes the password", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await t.step("signed out, it redirects to the sign-in page", async () => {
    for (const response of [await browser.open("/account"), await change({})]) {
      assert.equal(response.status, 303);
      assert.equal(response.headers.get("location"), "/login?next=%2Faccount");
    }
  });
  await browser.signIn(username);
  await t.step("it shows username, role and number of calculations", async () => {
    await expectAnswer(await app.post("/factorial", { n: 5 }, token));
    const html = await expectPage(await browser.open("/account"));
    for (const fact of [username, "user", '<a href="/logs">1</a>']) assert.ok(html.includes(fact));
    assert.doesNotMatch(html, /role="status"/);
  });
  const rejected = [
    [422, { current_password: "not the password", new_password: NEW_PASSWORD }, "current_password"],
    [422, { current_password: PASSWORD, new_password: "short" }, "new_password"],
    [422, { current_password: PASSWORD, new_password: `${username} it is` }, "new_password"],
    [422, { current_password: "", new_password: NEW_PASSWORD }, "current_password"],
  ] as const;
  for (const [status, fields, field] of rejected) {
    await t.step(`${status} for ${JSON.stringify(fields)}`, async () => {
      const html = await expectPage(await change(fields), status);
      assert.ok(messageAt(html, field));
      for (const name of ["current_password", "new_password"]) {
        assert.equal(valueOf(html, name), "");
      }
    });
  }
  await t.step("a successful change ends the other sessions only", async () => {
    const response = await change({ current_password: PASSWORD, new_password: NEW_PASSWORD });
    assert.equal(response.status, 303);
    const html = await expectPage(await browser.open(response.headers.get("location")!));
    assert.match(html, /role="status"/);
    await expectProblem(await app.get("/account", token), "unauthenticated");
  });
  await t.step("a program gets JSON, and 204 for a password change", async () => {
    const body = { username, password: NEW_PASSWORD };
    const { access_token } = await (await app.post("/token", body)).json();
    const answer = await (await app.get("/account", access_token)).json();
    assert.deepEqual([answer.username, answer.calculations], [username, 1]);
    const response = await app.request("/password", {
      method: "POST",
      headers: { Authorization: `Bearer ${access_token}` },
      body: new URLSearchParams({ current_password: NEW_PASSWORD, new_password: PASSWORD }),
    });
    assert.equal(response.status, 204);
  });

  function change(fields: Record<string, string>): Promise<Response> {
    return browser.submit("/password", fields);
  }
});
