import assert from "node:assert/strict";
import { sql } from "kysely";
import type { ServiceError } from "../../../domain/errors.ts";
import { createAccountStore } from "../../../infra/database/account_store.ts";
import { mapDatabaseErrors } from "../../../infra/database/map_database_errors.ts";
import { firstUuidOf } from "../../../infra/database/first_uuid_of.ts";
import { purgeLog } from "../../../infra/database/purge_log.ts";
import { createSettings } from "../../../infra/database/settings.ts";
import { openLogReader } from "../../../testing/log_reader.ts";
import { uuidTime } from "../../../domain/uuid_time.ts";
import { DATABASES } from "../../contract/databases.ts";

const USER = {
  id: firstUuidOf(1),
  username: "ada",
  role: "user",
  disabled: false,
  createdAt: "2026-11-22T03:15:37.123Z",
  version: 1,
  passwordHash: "$hash",
} as const;

const REVOCATION = {
  id: firstUuidOf(2),
  userId: USER.id,
  sessionId: null,
  exceptSessionId: null,
  createdAt: 1,
  expiresAt: 2,
};

Deno.test("every method of the stores is `unavailable` when its table is missing", async (t) => {
  await using opened = await DATABASES[0]!.open();
  const { database } = opened;
  const store = createAccountStore(database);
  const reader = openLogReader(database);
  const settings = createSettings(database.kysely);
  for (const table of ["users", "sessions", "revocations", "settings", "request_log"]) {
    await database.kysely.schema.dropTable(table).execute();
  }
  const calls: Record<string, () => Promise<unknown>> = {
    createUser: () => store.createUser(USER),
    findUser: () => store.findUser(USER.id),
    findUserByName: () => store.findUserByName("ada"),
    listUsers: () => store.listUsers(),
    updateUser: () => store.updateUser(USER.id, { role: "admin" }, () => REVOCATION),
    changePassword: () =>
      store.changePassword(USER.id, { from: "$hash", to: "$2" }, () => REVOCATION),
    openSession: () => store.openSession({ id: "s", userId: "u", expiresAt: 1 }, 1),
    findUsers: () => store.findUsers({ prefix: "", limit: 1 }),
    administerUser: () => store.administerUser(USER.id, { role: "admin" }, () => REVOCATION),
    deleteUser: () => store.deleteUser(USER.id, () => REVOCATION),
    listSessions: () => store.listSessions(USER.id),
    recordSessionUse: () => store.recordSessionUse({ id: "s", userId: "u", expiresAt: 1 }, 1),
    revoke: () => store.revoke(REVOCATION),
    revocationsSince: () => store.revocationsSince(0),
    removeExpired: () => store.removeExpired(0),
    page: () => reader.page({ limit: 1 }),
    count: () => reader.count(USER.id),
    countByPeriod: () =>
      reader.reader.countByPeriod({ requesterId: "u", boundaries: [0, 1], maxCount: 1 }),
    getOrCreate: () => settings.getOrCreate("a", "b"),
    purgeLog: () => purgeLog(database, { before: 0, keepUnpublished: false }),
  };
  for (const [name, call] of Object.entries(calls)) {
    await t.step(`${name}()`, async () => {
      await assert.rejects(call(), (error: ServiceError) => {
        assert.equal(error.code, "unavailable");
        assert.equal(error.message, "The database cannot be reached");
        assert.match(String(error.cause), /no such table/);
        return true;
      });
    });
  }
});

Deno.test("mapDatabaseErrors() returns results and rethrows ServiceErrors unchanged", async () => {
  assert.equal(await mapDatabaseErrors(() => Promise.resolve(1)), 1);
  const refused = mapDatabaseErrors(() =>
    mapDatabaseErrors(() => Promise.reject(new Error("inner")))
  );
  await assert.rejects(refused, { code: "unavailable", cause: new Error("inner") });
});

Deno.test("updateUser() changes the user and inserts the revocation in one transaction", async () => {
  await using opened = await DATABASES[0]!.open();
  const store = createAccountStore(opened.database);
  await store.createUser(USER);
  await opened.database.kysely.schema.dropTable("revocations").execute();
  const change = store.updateUser(USER.id, { role: "admin" }, () => REVOCATION);
  await assert.rejects(change, { code: "unavailable" });
  assert.deepEqual(await store.findUser(USER.id), USER);
});

Deno.test("removeExpired() deletes expired sessions only", async () => {
  await using opened = await DATABASES[0]!.open();
  const { database } = opened;
  const store = createAccountStore(database);
  await store.createUser(USER);
  for (const expiresAt of [1_000, 2_000]) {
    await store.openSession({ id: `until ${expiresAt}`, userId: USER.id, expiresAt }, 1);
  }
  await store.removeExpired(1_500);
  const { rows } = await sql`select id from sessions`.execute(database.kysely);
  assert.deepEqual(rows, [{ id: "until 2000" }]);
});

Deno.test("firstUuidOf() is the smallest UUIDv7 of a time", () => {
  for (const time of [0, 1, 0x10000, Date.UTC(2026, 10, 22), 2 ** 48 - 1]) {
    assert.equal(uuidTime(firstUuidOf(time)), time);
    assert.match(firstUuidOf(time), /^[0-9a-f]{8}-[0-9a-f]{4}-7000-8000-0{12}$/);
  }
  assert.equal(firstUuidOf(-1), firstUuidOf(0));
});
