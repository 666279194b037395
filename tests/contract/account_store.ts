import assert from "node:assert/strict";
import type { Revocation, User, UserChanges, UserRecord } from "../../domain/accounts/types.ts";
import type { ServiceError } from "../../domain/errors.ts";
import type { AccountStore } from "../../domain/ports.ts";
import { uuidTime } from "../../domain/uuid_time.ts";
import { createSystemClock } from "../../infra/system_clock.ts";

const systemClock = createSystemClock();

export interface OpenAccountStore extends AsyncDisposable {
  readonly store: AccountStore;
}

/** Contract of `AccountStore`. `open` returns an empty store. */
export function testAccountStore(
  { name, ignore }: { readonly name: string; readonly ignore: boolean },
  open: () => Promise<OpenAccountStore>,
): void {
  function test(guarantee: string, check: (store: AccountStore) => Promise<void>): void {
    Deno.test({
      name: `accounts on ${name}: ${guarantee}`,
      ignore,
      fn: async () => {
        await using opened = await open();
        await check(opened.store);
      },
    });
  }

  test("a user is found by id, and by name without regard to case", async (store) => {
    const user = userRecord("Ada.L-1");
    await store.createUser(user);
    assert.deepEqual(await store.findUser(user.id), user);
    for (const name of ["Ada.L-1", "ada.l-1", "ADA.L-1"]) {
      assert.deepEqual(await store.findUserByName(name), user);
    }
  });

  test("an unknown name or id finds no user", async (store) => {
    await store.createUser(userRecord("ada"));
    for (const text of ["", "ad", "ada ", "%", "' or '1'='1", "ada\0"]) {
      assert.equal(await store.findUserByName(text), undefined);
      assert.equal(await store.findUser(text), undefined);
    }
  });

  test("usernames are unique without regard to case", async (store) => {
    const first = userRecord("Ada");
    await store.createUser(first);
    await assert.rejects(store.createUser(userRecord("aDA")), (error: ServiceError) => {
      assert.deepEqual(error.errors, [{ field: "username", message: "This username is taken" }]);
      return error.code === "username_taken";
    });
    assert.deepEqual(await store.findUserByName("ada"), first);
  });

  test("one of several concurrent calls with the same username succeeds", async (store) => {
    const users = ["Ada", "ada", "ADA", "aDa", "adA"].map((username) => userRecord(username));
    const results = await Promise.allSettled(users.map((user) => store.createUser(user)));
    const winners = users.filter((_, i) => results[i]!.status === "fulfilled");
    assert.equal(winners.length, 1);
    assert.deepEqual(await store.findUserByName("ada"), winners[0]);
  });

  test("listUsers() sorts by name without regard to case and omits password hashes", async (store) => {
    const users = ["bob", "Ada", "eve", "Carl"].map((username) => userRecord(username));
    for (const user of users) await store.createUser(user);
    const order = [users[1]!, users[0]!, users[3]!, users[2]!];
    assert.deepEqual(await store.listUsers(), order.map(publicPart));
  });

  test("replaceHash() changes only the hash that it names, and not the version", async (store) => {
    const user = userRecord("ada");
    await store.createUser(user);
    await store.replaceHash(user.id, { from: "another", to: "$2" });
    assert.deepEqual(await store.findUser(user.id), user);
    await store.replaceHash(user.id, { from: user.passwordHash, to: "$2" });
    assert.deepEqual(await store.findUser(user.id), { ...user, passwordHash: "$2" });
  });

  test("changePassword() replaces only the hash that it names, and stores the revocation", async (store) => {
    const ada = userRecord("ada");
    await store.createUser(ada);
    const change = (from: string, revocation: Revocation) =>
      store.changePassword(ada.id, { from, to: "$2" }, () => revocation);
    assert.equal(await change("another", revocationOf(ada.id)), undefined);
    assert.deepEqual(await store.findUser(ada.id), ada);
    assert.deepEqual(await store.revocationsSince(0), []);
    const revocation = revocationOf(ada.id);
    assert.deepEqual(await change(ada.passwordHash, revocation), revocation);
    assert.deepEqual(await store.findUser(ada.id), { ...ada, passwordHash: "$2", version: 2 });
    assert.deepEqual(await store.revocationsSince(0), [revocation]);
  });

  test("deleteUser() deletes nothing if the password hash is no longer the given one", async (store) => {
    const ada = userRecord("ada");
    await store.createUser(ada);
    await store.openSession({ id: systemClock.uuid(), userId: ada.id, expiresAt: 1 }, 1);
    const deleteWith = (passwordHash: string) =>
      store.deleteUser(ada.id, () => revocationOf(ada.id), passwordHash);
    assert.equal(await deleteWith("another"), undefined);
    assert.deepEqual(await store.findUser(ada.id), ada);
    assert.equal((await store.listSessions(ada.id)).length, 1);
    assert.deepEqual(await store.revocationsSince(0), []);
    const revocation = await deleteWith(ada.passwordHash);
    assert.deepEqual(await store.revocationsSince(0), [revocation]);
    assert.equal(await store.findUser(ada.id), undefined);
  });

  test("updateUser() changes the given fields only and stores the revocation", async (store) => {
    const [ada, bob] = [userRecord("ada"), userRecord("bob")];
    await store.createUser(ada);
    await store.createUser(bob);
    const changes = [{ passwordHash: "$2" }, { role: "admin" }, { disabled: true }] as const;
    let expected: UserRecord = ada;
    const kept: Revocation[] = [];
    for (const change of changes) {
      const revocation = revocationOf(ada.id);
      assert.deepEqual(await store.updateUser(ada.id, change, () => revocation), revocation);
      expected = { ...expected, ...change, version: expected.version + 1 };
      kept.push(revocation);
      assert.deepEqual(await store.findUser(ada.id), expected);
    }
    assert.deepEqual(await store.findUser(bob.id), bob);
    assert.deepEqual(sorted(await store.revocationsSince(0)), sorted(kept));
  });

  test("updateUser() revokes sessions opened by a clock that is ahead", async (store) => {
    const ada = userRecord("ada");
    await store.createUser(ada);
    const ahead = Date.now() + 60_000;
    const id = createSystemClock().uuid(ahead);
    await store.openSession({ id, userId: ada.id, expiresAt: ahead }, 1);
    const asked: (number | undefined)[] = [];
    await store.updateUser(ada.id, { role: "admin" }, (after) => {
      asked.push(after);
      return revocationOf(ada.id);
    });
    assert.equal(asked.at(-1), uuidTime(id));
  });

  test("a revocation of all sessions is kept until the last of them has expired", async (store) => {
    const changes = {
      updateUser: (id) => store.updateUser(id, { role: "admin" }, () => revocationOf(id)),
      administerUser: (id) => store.administerUser(id, { role: "admin" }, () => revocationOf(id)),
      deleteUser: (id) => store.deleteUser(id, () => revocationOf(id)),
    } satisfies Record<string, (id: string) => Promise<Revocation | undefined>>;
    for (const [name, change] of Object.entries(changes)) {
      const user = userRecord(name);
      await store.createUser(user);
      const expiries = [90, 1].map((days) => Date.now() + days * 86_400_000);
      for (const expiresAt of expiries) {
        await store.openSession({ id: systemClock.uuid(), userId: user.id, expiresAt }, 1);
      }
      const revocation = await change(user.id);
      assert.equal(revocation?.expiresAt, expiries[0]);
      const stored = await store.revocationsSince(0);
      assert.deepEqual(stored.find(({ userId }) => userId === user.id), revocation);
    }
  });

  test("findUsers() pages through the users whose name begins with a text", async (store) => {
    for (const name of ["Bob", "ada", "Adam", "adele", "eve_1"]) {
      await store.createUser(userRecord(name));
    }
    const names = async (query: Parameters<AccountStore["findUsers"]>[0]) =>
      (await store.findUsers(query)).map(({ username }) => username);
    assert.deepEqual(await names({ prefix: "", limit: 9 }), [
      "ada",
      "Adam",
      "adele",
      "Bob",
      "eve_1",
    ]);
    assert.deepEqual(await names({ prefix: "AD", limit: 2 }), ["ada", "Adam"]);
    assert.deepEqual(await names({ prefix: "ad", after: "adam", limit: 2 }), ["adele"]);
    for (const prefix of ["%", "_", "\0", "x"]) {
      assert.deepEqual(await names({ prefix, limit: 9 }), []);
    }
  });

  test("administerUser() keeps the last enabled administrator", async (store) => {
    const [ada, bob] = [{ ...userRecord("ada"), role: "admin" } as const, userRecord("bob")];
    for (const user of [ada, bob]) await store.createUser(user);
    const change = (id: string, changes: UserChanges) =>
      store.administerUser(id, changes, () => revocationOf(id));
    for (const changes of [{ role: "user" }, { disabled: true }] as const) {
      await assert.rejects(change(ada.id, changes), { code: "last_administrator" });
    }
    await assert.rejects(store.deleteUser(ada.id, () => revocationOf(ada.id)), {
      code: "last_administrator",
    });
    assert.deepEqual(await store.findUser(ada.id), ada);
    assert.deepEqual(await store.revocationsSince(0), []);
    const revocation = await change(bob.id, { role: "admin" });
    assert.deepEqual(await store.revocationsSince(0), [revocation]);
    await change(ada.id, { role: "user" });
    assert.equal((await store.findUser(ada.id))?.role, "user");
  });

  test("two administrators cannot demote each other at the same time", async (store) => {
    const admins = ["ada", "bob"].map((name) => ({ ...userRecord(name), role: "admin" } as const));
    for (const user of admins) await store.createUser(user);
    const results = await Promise.allSettled(
      admins.map(({ id }) => store.administerUser(id, { role: "user" }, () => revocationOf(id))),
    );
    assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const roles = (await store.listUsers()).map(({ role }) => role);
    assert.deepEqual(roles.sort(), ["admin", "user"]);
  });

  test("deleteUser() deletes the user with all sessions, and frees the name", async (store) => {
    const [ada, bob] = [userRecord("ada"), userRecord("bob")];
    for (const user of [ada, bob]) {
      await store.createUser(user);
      const session = { id: systemClock.uuid(), userId: user.id, expiresAt: 1 };
      assert.equal(await store.openSession(session, 1), true);
    }
    const revocation = await store.deleteUser(ada.id, () => revocationOf(ada.id));
    assert.deepEqual(await store.revocationsSince(0), [revocation]);
    assert.equal(await store.findUser(ada.id), undefined);
    assert.deepEqual(await store.listSessions(ada.id), []);
    assert.equal((await store.listSessions(bob.id)).length, 1);
    await store.createUser(userRecord("ADA"));
  });

  test("sessions are listed newest first with device, idle time and last use", async (store) => {
    const ada = userRecord("ada");
    await store.createUser(ada);
    const first = { id: systemClock.uuid(), userId: ada.id, expiresAt: 9_000 };
    const second = { ...first, id: systemClock.uuid(), idleAt: 5_000 };
    await store.openSession(first, 1);
    await store.openSession({ ...second, device: "Firefox on Linux" }, 1);
    await store.recordSessionUse({ ...first, idleAt: 7_000 }, 2_000);
    assert.deepEqual(await store.listSessions(ada.id), [
      { ...second, device: "Firefox on Linux", lastUsedAt: null },
      { ...first, device: null, lastUsedAt: 2_000 },
    ]);
    await store.recordSessionUse({ ...second, idleAt: 7_000 }, 3_000);
    await store.recordSessionUse({ ...second, idleAt: 6_000 }, 4_000);
    const [listed] = await store.listSessions(ada.id);
    assert.deepEqual([listed!.idleAt, listed!.lastUsedAt], [7_000, 4_000]);
  });

  test("openSession() requires an existing user and its current version", async (store) => {
    const ada = userRecord("ada");
    await store.createUser(ada);
    const open = (userId: string, version: number) =>
      store.openSession({ id: systemClock.uuid(), userId, expiresAt: 1 }, version);
    assert.equal(await open(ada.id, 1), true);
    assert.equal(await open(ada.id, 2), false);
    assert.equal(await open("nobody", 1), false);
    await store.updateUser(ada.id, { role: "admin" }, () => revocationOf(ada.id));
    assert.equal(await open(ada.id, 1), false);
    assert.equal(await open(ada.id, 2), true);
  });

  test("a session opened concurrently with a change is either revoked or refused", async (store) => {
    const ada = userRecord("ada");
    await store.createUser(ada);
    for (let version = 1; version <= 20; version++) {
      const open = async () => {
        const id = systemClock.uuid();
        return {
          id,
          isOpen: await store.openSession({ id, userId: ada.id, expiresAt: 1 }, version),
        };
      };
      const change = { passwordHash: `$${version}` };
      const before = [open(), open(), open()];
      const changing = store.updateUser(ada.id, change, () => revocationOf(ada.id));
      const opened = await Promise.all([...before, open(), open(), open()]);
      const { createdAt } = await changing;
      for (const { id, isOpen } of opened) assert.ok(!isOpen || uuidTime(id) <= createdAt);
    }
  });

  test("revocations are read as written, and writing one twice has no effect", async (store) => {
    const revocations = [
      revocationOf("user"),
      { ...revocationOf("user"), exceptSessionId: systemClock.uuid() },
      { ...revocationOf("user"), sessionId: systemClock.uuid() },
    ];
    for (const revocation of [...revocations, revocations[0]!]) await store.revoke(revocation);
    assert.deepEqual(sorted(await store.revocationsSince(0)), sorted(revocations));
  });

  test("revocationsSince() includes the given time", async (store) => {
    const moments = [1_000, 2_000, 3_000].map((createdAt) => ({ ...revocationOf("u"), createdAt }));
    for (const revocation of moments) await store.revoke(revocation);
    const readSince = async (since: number) =>
      (await store.revocationsSince(since)).map(({ createdAt }) => createdAt).sort();
    assert.deepEqual(await readSince(2_000), [2_000, 3_000]);
    assert.deepEqual(await readSince(2_001), [3_000]);
    assert.deepEqual(await readSince(3_001), []);
  });

  test("removeExpired() removes expired revocations only", async (store) => {
    const revocations = [1_000, 2_000].map((expiresAt) => ({ ...revocationOf("u"), expiresAt }));
    for (const revocation of revocations) await store.revoke(revocation);
    await store.removeExpired(1_000);
    assert.equal((await store.revocationsSince(0)).length, 2);
    await store.removeExpired(1_001);
    assert.deepEqual(await store.revocationsSince(0), [revocations[1]]);
  });
}

function userRecord(username: string): UserRecord {
  return {
    id: systemClock.uuid(),
    username,
    role: "user",
    disabled: false,
    createdAt: "2026-11-22T03:15:37.123Z",
    version: 1,
    passwordHash: `$hash of ${username}'s "password" \\ ü`,
  };
}

function publicPart({ passwordHash: _, ...user }: UserRecord): User {
  return user;
}

function revocationOf(userId: string): Revocation {
  const createdAt = systemClock.now();
  return {
    id: systemClock.uuid(),
    userId,
    sessionId: null,
    exceptSessionId: null,
    createdAt,
    expiresAt: createdAt + 30 * 86_400_000,
  };
}

function sorted(revocations: readonly Revocation[]): Revocation[] {
  return revocations.toSorted((a, b) => a.id < b.id ? -1 : 1);
}
