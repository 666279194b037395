import assert from "node:assert/strict";
import type { UserRecord } from "../../../domain/accounts/types.ts";
import { uuidTime } from "../../../domain/uuid_time.ts";
import { createSystemClock } from "../../../infra/system_clock.ts";
import { createAccountStore } from "../../../infra/database/account_store.ts";
import type { Database } from "../../../infra/database/database.ts";
import { DATABASES } from "../../contract/databases.ts";

const systemClock = createSystemClock();

for (const { name, ignore, open } of DATABASES) {
  Deno.test({
    name: `on ${name} openSession() fails after waiting for a concurrent change of the user`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      const store = createAccountStore(database);
      const user = await createUser(database);
      const opening = await inTransaction(database, async (kysely) => {
        await kysely.updateTable("users").set({ version: 2 }).where("id", "=", user.id).execute();
        const result = store.openSession(newSession(user), 1);
        await roundTrips(kysely);
        return { result };
      });
      assert.equal(await opening.result, false);
    },
  });

  Deno.test({
    name: `on ${name} updateUser() revokes a session opened by a transaction it waited for`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      const store = createAccountStore(database);
      const user = await createUser(database);
      const session = await inTransaction(database, async (kysely) => {
        const within = createAccountStore({ kysely, features: database.features });
        assert.equal(await within.openSession(newSession(user), 1), true);
        const changing = store.updateUser(user.id, { role: "admin" }, newRevocation(user));
        await roundTrips(kysely);
        const late = newSession(user);
        assert.equal(await within.openSession(late, 1), true);
        return { late, changing };
      });
      const { createdAt } = await session.changing;
      assert.ok(uuidTime(session.late.id) <= createdAt);
    },
  });
}

type Connection = Database["kysely"];

function inTransaction<Result>(
  { kysely }: Database,
  work: (transaction: Connection) => Promise<Result>,
): Promise<Result> {
  return kysely.transaction().execute(work);
}

/** Gives statements sent on other connections time to run or to block. */
async function roundTrips(kysely: Connection): Promise<void> {
  const began = systemClock.now();
  for (let i = 0; i < 20 || systemClock.now() <= began + 1; i++) {
    await kysely.selectFrom("settings").selectAll().execute();
  }
}

async function createUser(database: Database): Promise<UserRecord> {
  const user: UserRecord = {
    id: systemClock.uuid(),
    username: "ada",
    role: "user",
    disabled: false,
    createdAt: "2026-11-22T03:15:37.123Z",
    version: 1,
    passwordHash: "$hash",
  };
  const store = createAccountStore(database);
  await store.createUser(user);
  // Opens the pool's connections, so that no later statement waits for one.
  await Promise.all(Array.from({ length: 5 }, () => store.listUsers()));
  return user;
}

function newSession({ id }: UserRecord) {
  return { id: systemClock.uuid(), userId: id, expiresAt: systemClock.now() + 60_000 };
}

function newRevocation({ id: userId }: UserRecord) {
  return () => {
    const id = systemClock.uuid();
    const createdAt = uuidTime(id);
    const expiresAt = createdAt + 60_000;
    return { id, userId, sessionId: null, exceptSessionId: null, createdAt, expiresAt };
  };
}
