import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import { expectAnswer, expectProblem, fieldsOf } from "../../testing/expect.ts";
import { createPasswordEstimator } from "../../infra/security/password_estimator.ts";
import { newAddress, PASSWORD, startTestService } from "../../testing/service.ts";

const NEW_PASSWORD = "a brand new password";

test(
  "POST /password changes the password and ends only the user's other sessions",
  async (start, t) => {
    await using app = await start();
    const { username, token } = await app.newUser();
    const others = [await app.signIn(username), await app.signIn(username)];
    const browser = openBrowser(app);
    await browser.signIn(username);
    const { token: stranger } = await app.newUser();
    // Use every session once, so that all of them are cached.
    for (const each of [token, ...others]) {
      await expectAnswer(await app.post("/factorial", { n: 3 }, each));
    }

    const change = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    const response = await app.post("/password", change, token);
    assert.equal(response.status, 204);
    assert.equal(await response.text(), "");

    await t.step("this session stays valid", async () => {
      await expectAnswer(await app.post("/factorial", { n: 3 }, token));
    });
    await t.step("the other sessions have ended, including the browser's", async () => {
      for (const other of others) {
        await expectProblem(await app.post("/factorial", { n: 3 }, other), "unauthenticated");
      }
      const page = await browser.open("/logs");
      assert.equal(page.status, 303);
    });
    await t.step("sessions of other users stay valid", async () => {
      await expectAnswer(await app.post("/factorial", { n: 3 }, stranger));
    });
    await t.step("only the new password is accepted", async () => {
      await expectProblem(
        await app.post("/token", { username, password: PASSWORD }),
        "invalid_credentials",
      );
      await expectAnswer(
        await app.post("/factorial", { n: 3 }, await app.signIn(username, NEW_PASSWORD)),
      );
    });
  },
);

test("POST /password rejects invalid input and changes nothing", async (start, t) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const other = await app.signIn(username);
  const cases: readonly (readonly [string, unknown, string[]])[] = [
    ["an empty object", {}, ["current_password", "new_password"]],
    ["a wrong current password", change("wrong password", NEW_PASSWORD), ["current_password"]],
    ["a short password", change(PASSWORD, "short"), ["new_password"]],
    ["the username in the password", change(PASSWORD, `I am ${username.toUpperCase()}`), [
      "new_password",
    ]],
    ["the current password", change(PASSWORD, PASSWORD), ["new_password"]],
    ["numbers", change(PASSWORD, 12345678901), ["new_password"]],
  ];
  for (const [name, body, fields] of cases) {
    await t.step(name, async () => {
      const response = await app.post("/password", body, token);
      const text = await response.clone().text();
      assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), fields);
      assert.ok(!text.includes(PASSWORD) && !text.includes(NEW_PASSWORD));
    });
  }
  await t.step("no token", async () => {
    const response = await app.post("/password", change(PASSWORD, NEW_PASSWORD));
    await expectProblem(response, "unauthenticated");
  });
  await expectAnswer(await app.post("/factorial", { n: 3 }, other));
  await app.signIn(username, PASSWORD);
});

Deno.test("passwords that are easy to guess are refused at sign-up and when changed", async (t) => {
  await using app = await startTestService({ estimator: createPasswordEstimator() });
  const { username, token } = await app.newUser();
  const signUp = (password: string) =>
    app.request("/signup2", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username: "grace", password }),
      from: newAddress(),
    });
  for (const password of ["aaaaaaaaaa", "0123456789", "Password123!", "mathcalculator"]) {
    await t.step(password, async () => {
      const refused = await expectProblem(await signUp(password), "invalid_input");
      assert.deepEqual(fieldsOf(refused), ["password"]);
      const kept = await app.post("/password", change(PASSWORD, password), token);
      assert.deepEqual(fieldsOf(await expectProblem(kept, "invalid_input")), ["new_password"]);
    });
  }
  await app.signIn(username);
  const { status, body } = await signUp("notes on the engine");
  await body?.cancel();
  assert.equal(status, 201);
});

test("wrong current passwords are limited to 10 a minute", async (start) => {
  await using app = await start();
  const { token } = await app.newUser();
  const guess = () => app.post("/password", change("wrong password", NEW_PASSWORD), token);
  for (let failures = 0; failures < 10; failures++) {
    await expectProblem(await guess(), "invalid_input");
  }
  const response = await guess();
  assert.ok(Number(response.headers.get("retry-after")) >= 1);
  await expectProblem(response, "rate_limited");
});

function change(current_password: unknown, new_password: unknown) {
  return { current_password, new_password };
}
