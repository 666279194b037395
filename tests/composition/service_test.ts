import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { withAccounts } from "../../commands/shared/accounts.ts";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { uuidTime } from "../../domain/uuid_time.ts";
import { createAccountStore } from "../../infra/database/account_store.ts";
import { firstUuidOf } from "../../infra/database/first_uuid_of.ts";
import { PASSWORD, startTestService, type TestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

const HOUR_MS = 3_600_000;

/** Lines of the application log about sessions that other servers have ended. */
function endedElsewhere(app: TestService): unknown[] {
  return app.logLines().filter(({ message, user }) =>
    message === "sessions_revoked" && user !== undefined
  );
}

Deno.test("servers on one database share the secret and learn of ended sessions", async () => {
  await using here = await startTestService();
  await using there = await startTestService({ dataDir: here.dataDir });
  const { token } = await here.newUser();
  assert.equal((await there.get("/retrieve_info", token)).status, 200);
  assert.equal((await here.post("/logout", {}, token)).status, 204);
  assert.equal((await here.get("/retrieve_info", token)).status, 401);
  await until(
    "ended there too",
    async () => (await there.get("/retrieve_info", token)).status === 401,
  );
  assert.equal(endedElsewhere(there).length, 1);
  await using later = await startTestService({ dataDir: here.dataDir });
  assert.equal((await later.get("/retrieve_info", token)).status, 401);
  assert.deepEqual(endedElsewhere(later), []);
});

Deno.test("a revocation that cannot be stored delays no revocations of other servers", async () => {
  await using here = await startTestService();
  await using there = await startTestService({ dataDir: here.dataDir });
  using database = new DatabaseSync(`${here.dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });
  const [ada, bob] = [await here.newUser("ada"), await here.newUser("bob")];
  database.exec(`
    create trigger fault before insert on revocations
    when new.user_id = (select id from users where username = 'ada')
    begin select raise(abort, 'no'); end
  `);
  assert.equal((await here.post("/logout", {}, ada.token)).status, 503);
  assert.equal((await there.post("/logout", {}, bob.token)).status, 204);
  await until(
    "ended here too",
    async () => (await here.get("/retrieve_info", bob.token)).status === 401,
  );
  assert.equal((await here.get("/health")).status, 200);
  database.exec("drop trigger fault");
  await until(
    "ended there, too",
    async () => (await there.get("/retrieve_info", ada.token)).status === 401,
  );
});

Deno.test("a session that a server with a date ahead has opened does not date log entries", async () => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const store = createAccountStore(app.database);
  const { id: userId, version } = (await store.findUserByName(username))!;
  const inOneYear = Date.now() + 365 * 24 * HOUR_MS;
  const session = { id: firstUuidOf(inOneYear), userId, expiresAt: inOneYear + HOUR_MS };
  assert.ok(await store.openSession(session, version));
  const change = { current_password: PASSWORD, new_password: "another horse battery" };
  assert.equal((await app.post("/password", change, token)).status, 204);
  const later = await app.signIn(username, change.new_password);
  assert.equal((await app.get("/retrieve_info", later)).status, 200);
  const { id } = await (await app.post("/factorial", { n: 5 }, token)).json();
  assert.ok(uuidTime(id) <= Date.now());
});

Deno.test("revocations are kept for the lifetime of the longest session", async (t) => {
  const lifetimes = [
    { tokenTtlMs: HOUR_MS, sessionTtlMs: 720 * HOUR_MS },
    { tokenTtlMs: 720 * HOUR_MS, sessionTtlMs: HOUR_MS },
  ];
  for (const config of lifetimes) {
    await using app = await startTestService({ config });
    using database = new DatabaseSync(`${app.dataDir}/${DATABASE_FILE}`);
    const kept = () =>
      database.prepare("select expires_at_ms - created_at_ms as ms from revocations").all()
        .map(({ ms }) => Number(ms) / HOUR_MS);
    await t.step(`by the service, with ${JSON.stringify(config)}`, async () => {
      const { token } = await app.newUser("ada");
      const change = { current_password: PASSWORD, new_password: "a brand new password" };
      assert.equal((await app.post("/password", change, token)).status, 204);
      assert.deepEqual(kept(), [720]);
    });
    await t.step(`by the command line, with ${JSON.stringify(config)}`, async () => {
      await withAccounts(app.config, ({ accounts }) => accounts.setDisabled("ada", true));
      assert.deepEqual(kept(), [720, 720]);
    });
  }
});
