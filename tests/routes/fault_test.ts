import assert from "node:assert/strict";
import { healthSchema } from "../../routes/response_schemas.ts";
import { openBrowser } from "../../testing/browser.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import {
  assertNothingInternal,
  eventually,
  expectAnswer,
  expectPage,
  expectProblem,
  recordedBy,
} from "../../testing/expect.ts";
import { databaseFaults } from "../../testing/faults.ts";
import { valueOf } from "../../testing/html.ts";
import { PASSWORD, startTestService, type TestService } from "../../testing/service.ts";

const NEW_PASSWORD = "a brand new password";

test("while the database rejects writes, no unrecorded answer is returned", async (start, t) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  await expectAnswer(await app.post("/factorial", { n: 5 }, token));
  const faults = databaseFaults(app);
  await faults.failWrites();

  for (const n of [5, 6, 3000]) {
    await t.step(`${n}! is refused, cached or not`, async () => {
      const response = await app.post("/factorial", { n }, token);
      const problem = await expectUnavailable(response);
      assert.ok(!("result" in problem));
    });
  }
  await t.step("a form keeps its values", async () => {
    const response = await browser.submit("/factorial", { n: "007" });
    assert.ok(Number(response.headers.get("retry-after")) >= 1);
    const html = await expectPage(response, 503);
    assert.equal(valueOf(html, "n"), "007");
    assert.doesNotMatch(html, /class="answer"/);
  });
  await t.step("health checks report the failure, and liveness stays ok", async () => {
    await expectHealth(app, 503);
    assert.equal((await dispose(app.request("/health/live"))).status, 200);
  });
  await t.step("sign-in, sign-up and password changes are unavailable", async () => {
    const credentials = { username, password: PASSWORD };
    await expectUnavailable(await app.post("/token", credentials));
    await expectUnavailable(await app.post("/login", credentials));
    const account = { username: "newcomer", password: PASSWORD };
    await expectUnavailable(await app.post("/signup2", account));
    const change = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    await expectUnavailable(await app.post("/password", change, token));
    const page = await openBrowser(app).submit("/login", credentials);
    assert.deepEqual(page.headers.getSetCookie(), []);
    await expectPage(page, 503);
  });
  await t.step("recorded entries can still be read", async () => {
    assert.equal(await recordedBy(app, token), 1);
  });

  await faults.allowWrites();
  await t.step("the service recovers by itself and leaves nothing half done", async () => {
    await eventually(() => expectHealth(app, 200));
    await expectAnswer(await app.post("/factorial", { n: 6 }, token));
    assert.equal(await recordedBy(app, token), 2);
    await app.signIn(username, PASSWORD);
    await app.newUser("newcomer");
  });
  await t.step("the cause is in the application log", () => {
    const failing = app.logLines().filter(({ message }) => message === "database_failing");
    assert.match(JSON.stringify(failing), /database or disk is full/);
  });
});

test(
  "a logout that cannot be stored ends the session on this server and reports `unavailable`",
  async (start, t) => {
    await using app = await start();
    const { username, token } = await app.newUser();
    const other = await app.signIn(username);
    const browser = openBrowser(app);
    await browser.signIn(username);
    const cookies = new Map(browser.cookies);
    const faults = databaseFaults(app);
    await faults.failWrites();

    await t.step("of a token", async () => {
      await expectUnavailable(await app.post("/logout", {}, token));
      await expectProblem(await app.get("/retrieve_info", token), "unauthenticated");
    });
    await t.step("of a cookie, which is deleted", async () => {
      const response = await browser.submit("/logout", {});
      assert.match(response.headers.getSetCookie()[0] ?? "", /^__Host-session=; Max-Age=0/);
      assert.ok(Number(response.headers.get("retry-after")) >= 1);
      await expectPage(response, 503);
      for (const [name, value] of cookies) browser.cookies.set(name, value);
      assert.equal((await dispose(browser.open("/logs"))).status, 303);
    });
    await faults.allowWrites();
    await t.step(
      "the session stays ended after recovery, and other sessions stay valid",
      async () => {
        await eventually(() => expectHealth(app, 200));
        await expectProblem(await app.get("/retrieve_info", token), "unauthenticated");
        await expectAnswer(await app.post("/factorial", { n: 5 }, other));
      },
    );
  },
);

test(
  "without a database, sessions stay valid and requests that need it are unavailable",
  async (start, t) => {
    await using app = await start();
    const { username, token } = await app.newUser();
    const unused = await app.signIn(username);
    await expectAnswer(await app.post("/factorial", { n: 5 }, token));
    const faults = databaseFaults(app);
    await faults.takeAway();

    await t.step("a valid session is never rejected as invalid", async () => {
      for (const each of [token, unused]) {
        await expectUnavailable(await app.post("/factorial", { n: 5 }, each));
        await expectUnavailable(await app.get("/retrieve_info", each));
        await expectUnavailable(await app.get("/logs", each));
      }
      await expectProblem(await app.get("/logs", "nonsense"), "unauthenticated");
    });
    await t.step(
      "right passwords are not rejected as wrong and do not count as failures",
      async () => {
        for (let attempt = 0; attempt < 12; attempt++) {
          await expectUnavailable(await app.post("/token", { username, password: PASSWORD }));
        }
      },
    );
    await t.step("exports fail as a whole instead of ending early", async () => {
      const headers = { Accept: "application/x-ndjson" };
      await expectUnavailable(await app.get("/logs", token, headers));
    });
    await t.step("refusals that need no database still work", async () => {
      await expectProblem(await app.post("/factorial", { n: -1 }, token), "invalid_input");
      await expectProblem(await app.post("/factorial", { n: "1e18" }, token), "result_too_large");
      await expectPage(await openBrowser(app).open("/factorial?n=5"));
    });
    await t.step("health checks report the failure", async () => {
      await expectHealth(app, 503);
      const ready = await app.request("/health/ready");
      assert.equal(ready.status, 503);
      assert.deepEqual(await ready.json(), { status: "unavailable" });
    });

    await faults.giveBack();
    await t.step("everything recovers", async () => {
      await eventually(() => expectHealth(app, 200));
      assert.equal((await dispose(app.request("/health/ready"))).status, 200);
      await app.signIn(username);
      await expectAnswer(await app.post("/factorial", { n: 5 }, unused));
      assert.equal(await recordedBy(app, token), 2);
    });
  },
);

Deno.test("a service that starts without its database serves pages and waits for the database", async (t) => {
  const dataDir = await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  // A directory at the path of the database file, which SQLite cannot open.
  const blockingDirectory = `${dataDir}/mathcalculator.db`;
  await Deno.mkdir(blockingDirectory);
  try {
    await using app = await startTestService({ dataDir });
    await t.step("it is alive but not ready", async () => {
      assert.equal((await dispose(app.request("/health/live"))).status, 200);
      assert.equal((await dispose(app.request("/health/ready"))).status, 503);
      await expectHealth(app, 503);
    });
    await t.step("requests are unavailable, not unauthenticated", async () => {
      const token = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl";
      await expectUnavailable(await app.post("/factorial", { n: 5 }, token));
      await expectUnavailable(await app.post("/token", { username: "ada", password: PASSWORD }));
      await expectUnavailable(await app.post("/signup2", { username: "ada", password: PASSWORD }));
    });
    await t.step("pages are shown", async () => {
      for (const path of ["/", "/login", "/factorial?n=20", "/docs"]) {
        await expectPage(await openBrowser(app).open(path));
      }
    });
    await t.step("it becomes ready when the database is available", async () => {
      await Deno.remove(blockingDirectory);
      await eventually(async () => {
        assert.equal((await dispose(app.request("/health/ready"))).status, 200);
      });
      const { token } = await app.newUser();
      await expectAnswer(await app.post("/factorial", { n: 5 }, token));
    });
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

async function expectUnavailable(response: Response) {
  const seconds = Number(response.headers.get("retry-after"));
  const problem = await expectProblem(response, "unavailable");
  assert.ok(Number.isInteger(seconds) && seconds >= 1);
  return problem;
}

async function expectHealth(app: TestService, status: 200 | 503): Promise<void> {
  const response = await app.request("/health");
  const text = await response.text();
  assertNothingInternal(text);
  assert.equal(response.status, status, text);
  const health = healthSchema.parse(JSON.parse(text));
  assert.equal(health.status, status === 200 ? "ok" : "degraded");
  assert.equal(health.checks.database, status === 200 ? "ok" : "failing");
}

async function dispose(response: Promise<Response>): Promise<Response> {
  await (await response).body?.cancel();
  return response;
}
