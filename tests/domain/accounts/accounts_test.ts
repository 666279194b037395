import assert from "node:assert/strict";
import type { Accounts } from "../../../domain/accounts/accounts.ts";
import type { OpenedSession } from "../../../domain/accounts/sessions.ts";
import type { ServiceError } from "../../../domain/errors.ts";
import { type AccountsFixture, createAccountsFixture, HOUR_MS } from "./accounts_fixture.ts";

const ADA = { username: "Ada", password: "correct horse battery" };

/** An account with two sessions, and a server that has read the revocations. */
async function signedIn(fixture: AccountsFixture = createAccountsFixture()) {
  const { accounts, sessions, clock } = fixture;
  const user = await accounts.create(ADA);
  await sessions.refresh();
  const here = await sessions.open(user, HOUR_MS);
  const there = await sessions.open(user, HOUR_MS);
  const isValid = async ({ token }: OpenedSession) =>
    await sessions.authenticate(token) !== undefined;
  clock.advance(1);
  return { ...fixture, user, here, there, isValid };
}

Deno.test("create() makes an enabled user and shows nothing of the password", async () => {
  const { accounts, clock, store } = createAccountsFixture();
  const user = await accounts.create(ADA);
  assert.deepEqual(user, {
    id: user.id,
    username: "Ada",
    role: "user",
    disabled: false,
    createdAt: new Date(clock.now()).toISOString(),
    version: 1,
  });
  assert.equal((await store.findUser(user.id))?.passwordHash, `plain:${ADA.password}`);
  assert.equal((await accounts.create({ ...ADA, username: "root" }, "admin")).role, "admin");
});

Deno.test("create() refuses a name that is taken in any case", async () => {
  const { accounts } = createAccountsFixture();
  await accounts.create(ADA);
  await assert.rejects(accounts.create({ ...ADA, username: "aDA" }), { code: "username_taken" });
  assert.equal((await accounts.list()).length, 1);
});

Deno.test("verify() knows the right password, and the name in any case", async () => {
  const { accounts } = createAccountsFixture();
  const user = await accounts.create(ADA);
  assert.deepEqual(await accounts.verify({ ...ADA, username: "ADA" }), user);
});

Deno.test("verify() tells nobody why, and compares passwords for unknown users too", async () => {
  const { accounts, hasher } = createAccountsFixture();
  await accounts.create(ADA);
  await accounts.create({ ...ADA, username: "Eve" });
  await accounts.setDisabled("Eve", true);
  const attempts = [
    { ...ADA, password: "wrong horse battery" },
    { ...ADA, username: "nobody" },
    { ...ADA, username: "Eve" },
  ];
  const told: string[] = [];
  for (const attempt of attempts) {
    await assert.rejects(accounts.verify(attempt), (error: ServiceError) => {
      told.push(JSON.stringify([error.code, error.message, error.errors, error.members]));
      return error.code === "invalid_credentials";
    });
  }
  assert.equal(new Set(told).size, 1);
  const ours = `plain:${ADA.password}`;
  assert.deepEqual(hasher.compared, [ours, undefined, ours]);
});

Deno.test("nobody is let in by what has changed while the passwords were compared", async (t) => {
  const changes: Record<string, (accounts: Accounts) => Promise<void>> = {
    "the password": (accounts) => accounts.setPassword("ada", "another good one"),
    "the role": (accounts) => accounts.setRole("ada", "admin"),
    "the state": (accounts) => accounts.setDisabled("ada", true),
  };
  for (const [what, change] of Object.entries(changes)) {
    await t.step(what, async () => {
      const { accounts, sessions, store, hasher } = createAccountsFixture();
      await accounts.create(ADA);
      const verifying = accounts.verify(ADA);
      const comparing = hasher.holdNext();
      await comparing.arrived;
      await change(accounts);
      comparing.finish();
      const signingIn = verifying.then((user) => sessions.open(user, HOUR_MS));
      await assert.rejects(signingIn, { code: "invalid_credentials" });
      assert.deepEqual(store.sessions, []);
    });
  }
});

Deno.test("changePassword() needs the current password", async () => {
  const { accounts, here, there, isValid } = await signedIn();
  const change = { currentPassword: "wrong horse battery", newPassword: "another good one" };
  await assert.rejects(accounts.changePassword(here.principal, change), {
    code: "invalid_input",
    errors: [{ field: "current_password", message: "This is not the current password" }],
  });
  await accounts.verify(ADA);
  assert.ok(await isValid(there));
});

Deno.test("changePassword() refuses a password with the username in it", async () => {
  const { accounts, here } = await signedIn();
  const change = { currentPassword: ADA.password, newPassword: "my name is ADA, it is" };
  await assert.rejects(accounts.changePassword(here.principal, change), (error: ServiceError) => {
    assert.deepEqual(error.errors.map(({ field }) => field), ["new_password"]);
    return error.code === "invalid_input";
  });
  await accounts.verify(ADA);
});

Deno.test("changePassword() ends the user's other sessions, and no one else's", async () => {
  const { accounts, sessions, here, there, isValid } = await signedIn();
  const other = await sessions.open(await accounts.create({ ...ADA, username: "Eve" }), HOUR_MS);
  const change = { currentPassword: ADA.password, newPassword: "another good one" };
  await accounts.changePassword(here.principal, change);
  assert.deepEqual([await isValid(here), await isValid(there), await isValid(other)], [
    true,
    false,
    true,
  ]);
  await assert.rejects(accounts.verify(ADA), { code: "invalid_credentials" });
  await accounts.verify({ ...ADA, password: "another good one" });
});

Deno.test("changePassword() of an account that is gone is refused", async () => {
  const { accounts, here } = await signedIn();
  const gone = { ...here.principal, userId: "gone" };
  const change = { currentPassword: ADA.password, newPassword: "another good one" };
  await assert.rejects(accounts.changePassword(gone, change), { code: "invalid_input" });
});

Deno.test("profile() shows the session's user, unless the account is gone", async () => {
  const { accounts, here, user } = await signedIn();
  assert.deepEqual(await accounts.profile(here.principal.userId), user);
  const gone = { ...here.principal, userId: "gone" };
  await assert.rejects(accounts.profile(gone.userId), { code: "not_found" });
});

Deno.test("find() and list() show accounts without their hashes", async () => {
  const { accounts, user } = await signedIn();
  assert.deepEqual(await accounts.find("ADA"), user);
  assert.deepEqual(await accounts.list(), [user]);
  await assert.rejects(accounts.find("nobody"), {
    code: "not_found",
    message: 'No user is named "nobody"',
  });
});

Deno.test("a changed password, role or state takes effect and ends all sessions", async (t) => {
  await t.step("setPassword()", async () => {
    const { accounts, here, there, isValid } = await signedIn();
    await accounts.setPassword("ada", "another good one");
    assert.deepEqual([await isValid(here), await isValid(there)], [false, false]);
    await accounts.verify({ ...ADA, password: "another good one" });
  });

  await t.step("setRole()", async () => {
    const { accounts, here, there, isValid } = await signedIn();
    await accounts.setRole("ada", "admin");
    assert.deepEqual([await isValid(here), await isValid(there)], [false, false]);
    assert.equal((await accounts.verify(ADA)).role, "admin");
  });

  await t.step("setDisabled(), and back", async () => {
    const { accounts, here, there, isValid } = await signedIn();
    await accounts.setDisabled("ada", true);
    assert.deepEqual([await isValid(here), await isValid(there)], [false, false]);
    await accounts.setDisabled("ada", false);
    assert.equal((await accounts.verify(ADA)).disabled, false);
    assert.equal(await isValid(here), false);
  });

  await t.step("of nobody: refused", async () => {
    const { accounts, store } = createAccountsFixture();
    await assert.rejects(accounts.setPassword("ada", "another good one"), { code: "not_found" });
    await assert.rejects(accounts.setRole("ada", "admin"), { code: "not_found" });
    await assert.rejects(accounts.setDisabled("ada", true), { code: "not_found" });
    assert.deepEqual(store.revocations, []);
  });
});

Deno.test("a change that cannot be stored ends no session", async () => {
  const { accounts, store, here, there, isValid } = await signedIn();
  const change = { currentPassword: ADA.password, newPassword: "another good one" };
  const broken = store.updateUser;
  store.updateUser = () => Promise.reject(new Error("disk full"));
  await assert.rejects(accounts.changePassword(here.principal, change), { message: "disk full" });
  store.updateUser = broken;
  assert.deepEqual([await isValid(here), await isValid(there)], [true, true]);
});
