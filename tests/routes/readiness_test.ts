import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { PASSWORD, startTestService } from "../../testing/service.ts";

const JWT_SECRET = "a secret of thirty-two characters";

Deno.test("a service that does not know a migration of its database writes nothing", async (t) => {
  await using directory = await makeDirectory();
  const dataDir = directory.path;
  const config = { jwtSecret: JWT_SECRET };
  let token = "";
  {
    await using app = await startTestService({ dataDir, config });
    ({ token } = await app.newUser());
  }
  using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`);
  database.exec("insert into kysely_migration values ('999_later', '2026-01-01T00:00:00Z')");
  const content = () =>
    ["users", "sessions", "request_log"].map((table) =>
      database.prepare(`select count(*) as rows from ${table}`).get()!.rows
    );
  const before = content();
  await using app = await startTestService({ dataDir, config });

  await t.step("every request that could write is `unavailable`, with the reason", async () => {
    const credentials = { username: "newcomer", password: PASSWORD };
    const requests = [
      app.post("/signup2", credentials),
      app.post("/token", credentials),
      app.post("/logout", {}, token),
      app.post("/factorial", { n: 3 }, token),
      app.get("/evaluate?expression=2%2B2", token),
    ];
    for (const response of await Promise.all(requests)) {
      const problem = await response.json();
      assert.equal(response.status, 503);
      assert.equal(problem.code, "unavailable");
      assert.match(problem.detail, /not ready: the database has not been migrated/);
    }
    assert.deepEqual(content(), before);
  });

  await t.step("health and pages are served", async () => {
    assert.equal((await app.get("/health/live")).status, 200);
    const ready = await app.get("/health/ready");
    assert.deepEqual([ready.status, (await ready.json()).waiting_for], [503, "migration"]);
    assert.equal((await app.get("/signup", undefined, { Accept: "text/html" })).status, 200);
    assert.equal((await app.get("/metrics", "any token")).status, 200);
  });
});
