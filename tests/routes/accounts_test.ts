import assert from "node:assert/strict";
import * as z from "zod";
import { profileSchema, userSchema } from "../../routes/response_schemas.ts";
import { openBrowser } from "../../testing/browser.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import { expectProblem, fieldsOf, recordedBy } from "../../testing/expect.ts";
import { databaseFaults } from "../../testing/faults.ts";
import { newAddress, PASSWORD, type TestService } from "../../testing/service.ts";

test("POST /signup2 creates an account and returns no secrets", async (start, t) => {
  await using app = await start();
  for (const kind of ["json", "form"] as const) {
    await t.step(`with a ${kind} body`, async () => {
      const username = `Ada-${kind}`;
      const response = await signUp(app, { username, password: PASSWORD }, kind);
      const text = await response.text();
      assert.equal(response.status, 201, text);
      assert.equal(response.headers.get("content-type"), "application/json");
      assert.deepEqual(response.headers.getSetCookie(), []);
      const user = z.strictObject(userSchema.shape).parse(JSON.parse(text));
      assert.equal(user.username, username);
      assert.equal(user.role, "user");
      assert.ok(Date.now() - Date.parse(user.created_at) < 60_000);
      await app.signIn(username);
    });
  }
  await t.step("members such as role and id are ignored", async () => {
    const ignored = { role: "admin", id: crypto.randomUUID(), disabled: true };
    const response = await signUp(app, { username: "mallory", password: PASSWORD, ...ignored });
    const user = userSchema.parse(await response.json());
    assert.equal(user.role, "user");
    assert.notEqual(user.id, ignored.id);
  });
});

test("usernames have 3 to 64 letters, digits, dots, underscores or hyphens", async (start, t) => {
  await using app = await start();
  for (const username of ["abc", "7up", "a.b_c-d", "A".repeat(64)]) {
    await t.step(`accepts ${username}`, async () => {
      assert.equal((await dispose(signUp(app, { username, password: PASSWORD }))).status, 201);
    });
  }
  const rejected: unknown[] = [
    ...["", "ab", "a".repeat(65), ".abc", "-abc", "_abc", "a b", " abc", "abc ", "abc\n", "a\0bc"],
    ...["ädä", "аda", "<script>", "a'--", "a@b.c", "a/b"],
    ...[123, true, null, ["ada"], { name: "ada" }, undefined],
  ];
  for (const username of rejected) {
    await t.step(`rejects ${JSON.stringify(username)}`, async () => {
      const response = await signUp(app, { username, password: PASSWORD });
      const problem = await expectProblem(response, "invalid_input");
      assert.deepEqual(fieldsOf(problem), ["username"]);
    });
  }
});

test("usernames are unique, ignoring case", async (start, t) => {
  await using app = await start();
  const { token } = await app.newUser("Grace.Hopper");
  for (const username of ["Grace.Hopper", "grace.hopper", "GRACE.HOPPER"]) {
    await t.step(username, async () => {
      const response = await signUp(app, { username, password: "another good password" });
      const problem = await expectProblem(response, "username_taken");
      assert.deepEqual(fieldsOf(problem), ["username"]);
    });
  }
  await t.step(
    "the password of the account stays valid, and the case of the username is ignored",
    async () => {
      await app.signIn("grace.HOPPER");
      await expectProblem(
        await app.post("/token", { username: "grace.hopper", password: "another good password" }),
        "invalid_credentials",
      );
    },
  );
  await t.step("only one of several concurrent sign-ups gets the username", async () => {
    const responses = await Promise.all(
      ["taken", "Taken", "TAKEN", "tAken"].map((username) =>
        dispose(signUp(app, { username, password: PASSWORD }))
      ),
    );
    const statuses = responses.map(({ status }) => status).toSorted();
    assert.deepEqual(statuses, [201, 409, 409, 409]);
  });
  assert.equal(await recordedBy(app, token), 0);
});

test(
  "passwords have 10 to 256 characters and do not contain the username",
  async (start, t) => {
    await using app = await start();
    const username = "turing";
    const rejected: unknown[] = [
      ...["", "short", "nine char", "𝕬".repeat(9), "x".repeat(257)],
      ...["turing4ever", "I love TURING!", "xxturingxx"],
      ...[1234567890123, true, null, ["correct horse"], undefined],
    ];
    for (const password of rejected) {
      await t.step(`rejects ${JSON.stringify(password)?.slice(0, 30)}`, async () => {
        const response = await signUp(app, { username, password });
        const text = await response.clone().text();
        const problem = await expectProblem(response, "invalid_input");
        assert.deepEqual(fieldsOf(problem), ["password"]);
        if (typeof password === "string" && password !== "") assert.ok(!text.includes(password));
      });
    }
    const accepted = [
      "ten chars!",
      "x".repeat(256),
      "𝕬".repeat(10),
      "пароль пароль",
      "          ",
      "\0".repeat(10),
    ];
    for (const [index, password] of accepted.entries()) {
      await t.step(`accepts ${JSON.stringify(password).slice(0, 30)}`, async () => {
        const name = `${username.slice(1)}${index}`;
        assert.equal((await dispose(signUp(app, { username: name, password }))).status, 201);
        await app.signIn(name, password);
      });
    }
    await t.step("a password matches in every Unicode normalization form", async () => {
      await dispose(signUp(app, { username: "noel", password: "Joyeux No\u00ebl" }));
      await app.signIn("noel", "Joyeux Noe\u0308l");
    });
    await t.step("errors in both fields are reported together", async () => {
      const response = await signUp(app, { username: "?", password: "short" });
      const problem = await expectProblem(response, "invalid_input");
      assert.deepEqual(fieldsOf(problem), ["username", "password"]);
    });
  },
);

test("POST /signup2 answers `forbidden` while sign-up is closed", async (start) => {
  await using app = await start({ config: { signup: false } });
  const response = await signUp(app, { username: "ada", password: PASSWORD });
  await expectProblem(response, "forbidden");
  await expectProblem(
    await app.post("/token", { username: "ada", password: PASSWORD }),
    "invalid_credentials",
  );
});

test("GET /retrieve_info returns the profile of the token's user", async (start, t) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  await app.newUser();
  await t.step("with the number of log entries", async () => {
    for (const n of [1, 2, 2]) await (await app.post("/factorial", { n }, token)).body?.cancel();
    const response = await app.get("/retrieve_info", token);
    assert.equal(response.status, 200);
    const profile = z.strictObject(profileSchema.shape).parse(await response.json());
    assert.equal(profile.username, username);
    assert.equal(profile.role, "user");
    assert.equal(profile.calculations, 3);
  });
  await t.step("a request without a token is rejected", async () => {
    await expectProblem(await app.get("/retrieve_info"), "unauthenticated");
  });
});

test("a logout is a form post only with the media type of forms", async (start) => {
  await using app = await start();
  for (
    const [type, status] of [
      ["application/x-www-form-urlencoded; charset=utf-8", 303],
      ["APPLICATION/X-WWW-FORM-URLENCODED", 303],
      ["application/x.form+json", 204],
      ["application/json", 204],
    ] as const
  ) {
    const { token } = await app.newUser();
    const headers = { authorization: `Bearer ${token}`, "content-type": type };
    const response = await app.request("/logout", { method: "POST", headers, redirect: "manual" });
    assert.equal(response.status, status, type);
    await response.body?.cancel();
  }
});

test("the application log has account events, but no password and no token", async (start) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  await dispose(app.post("/token", { username, password: "wrong password" }));
  await dispose(app.get("/logs?user=somebody", token));
  await dispose(app.post("/logout", {}, token));

  const lines = app.logLines();
  const events = lines.filter(({ address }) => address !== undefined).map(({ message }) => message);
  const expected = ["signed_up", "signed_in", "sign_in_failed", "access_refused", "signed_out"];
  assert.deepEqual(events, expected);
  const text = JSON.stringify(lines);
  for (const secret of [PASSWORD, "wrong password", token, token.split(".")[2]!, "$argon2"]) {
    assert.ok(!text.includes(secret), secret);
  }
});

test("the log line of a refused sign-in has its address and reason, and no typed name", async (start) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const { id } = await (await app.get("/retrieve_info", token)).json();
  const typed = "my secret phrase";
  const attempts: readonly (readonly [object, number, object])[] = [
    [{ username: typed, password: "x" }, 1, { reason: "invalid_credentials" }],
    [{ username: typed }, 1, { reason: "invalid_input" }],
    [{ username, password: "wrong" }, 10, { user: id, reason: "invalid_credentials" }],
    [{ username, password: "wrong" }, 1, { reason: "rate_limited" }],
  ];
  for (const [body, times, expected] of attempts) {
    for (let time = 0; time < times; time++) await dispose(app.post("/token", body));
    const { message, address, request_id, time: _, level, ...details } = app.logLines()
      .findLast((line) => line.address !== undefined)!;
    assert.deepEqual([message, level, address], ["sign_in_failed", "info", "127.0.0.1"]);
    assert.equal(typeof request_id, "string");
    assert.deepEqual(details, expected);
  }
  const failures = app.logLines().filter(({ message }) => message === "sign_in_failed");
  assert.ok(!JSON.stringify(failures).includes(typed));
  assert.ok(!JSON.stringify(failures).includes(username));
});

test("a sign-in whose session cannot be stored is not logged as signed in", async (start) => {
  await using app = await start();
  const { username } = await app.newUser();
  await databaseFaults(app).failWrites();
  const credentials = { username, password: PASSWORD };
  await expectProblem(await app.post("/token", credentials), "unavailable");
  await expectProblem(await app.post("/login", credentials), "unavailable");
  const page = await dispose(openBrowser(app).submit("/login", credentials));
  assert.equal(page.status, 503);
  const events = app.logLines().filter((line) => line.username === username);
  assert.deepEqual(events.map(({ message }) => message), ["signed_up", "signed_in"]);
});

function signUp(app: TestService, values: object, kind: "json" | "form" = "json") {
  const body = kind === "json"
    ? JSON.stringify(values)
    : new URLSearchParams(values as Record<string, string>);
  return app.request("/signup2", {
    method: "POST",
    ...(kind === "json" && { headers: { "Content-Type": "application/json" } }),
    body,
    from: newAddress(),
  });
}

async function dispose(response: Promise<Response>): Promise<Response> {
  await (await response).body?.cancel();
  return response;
}
