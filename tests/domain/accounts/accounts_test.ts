import assert from "node:assert/strict";
import type { Accounts } from "../../../domain/accounts/accounts.ts";
import type { OpenedSession } from "../../../domain/accounts/sessions.ts";
import type { ServiceError } from "../../../domain/errors.ts";
import {
  type AccountsFixture,
  createAccountsFixture,
  EASY_PASSWORD,
  HOUR_MS,
} from "./accounts_fixture.ts";

const NEITHER = "wrong horse battery";

const ADA = { username: "Ada", password: "correct horse battery" };

/** A server that has read the revocations, and an account with two sessions. */
async function createSignedInFixture(fixture: AccountsFixture = createAccountsFixture()) {
  const { accounts, sessions, clock } = fixture;
  const user = await accounts.create(ADA);
  await sessions.refresh();
  const current = await sessions.open(user, HOUR_MS);
  const other = await sessions.open(user, HOUR_MS);
  const isValid = async ({ token }: OpenedSession) =>
    await sessions.authenticate(token) !== undefined;
  clock.advance(1);
  return { ...fixture, user, current, other, isValid };
}

type SignedInFixture = Awaited<ReturnType<typeof createSignedInFixture>>;

Deno.test("create() returns an enabled user without the password hash", async () => {
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

Deno.test("create() rejects a username that is taken, ignoring case", async () => {
  const { accounts } = createAccountsFixture();
  await accounts.create(ADA);
  await assert.rejects(accounts.create({ ...ADA, username: "aDA" }), { code: "username_taken" });
  assert.equal((await accounts.list()).length, 1);
});

Deno.test("a password that is easy to guess is rejected wherever one is set", async () => {
  const { accounts, current } = await createSignedInFixture();
  const rejects = (change: Promise<unknown>, field: string) =>
    assert.rejects(change, ({ code, errors }: ServiceError) => {
      assert.deepEqual(errors.map((error) => error.field), [field]);
      return code === "invalid_input";
    });
  const change = { currentPassword: ADA.password, newPassword: EASY_PASSWORD };
  await rejects(accounts.create({ username: "bob", password: EASY_PASSWORD }), "password");
  await rejects(accounts.changePassword(current.principal, change), "new_password");
  await rejects(accounts.setPassword("Ada", EASY_PASSWORD), "password");
  await accounts.verify(ADA);
});

Deno.test("verify() accepts the right password and ignores the case of the username", async () => {
  const { accounts } = createAccountsFixture();
  const user = await accounts.create(ADA);
  assert.deepEqual(await accounts.verify({ ...ADA, username: "ADA" }), user);
});

Deno.test("verify() rejects every failure with the same error, and hashes for unknown users too", async () => {
  const { accounts, hasher } = createAccountsFixture();
  await accounts.create(ADA);
  await accounts.create({ ...ADA, username: "Eve" });
  await accounts.setDisabled("Eve", true);
  const attempts = [
    { ...ADA, password: "wrong horse battery" },
    { ...ADA, username: "nobody" },
    { ...ADA, username: "Eve" },
  ];
  const errors: string[] = [];
  for (const attempt of attempts) {
    await assert.rejects(accounts.verify(attempt), (error: ServiceError) => {
      errors.push(JSON.stringify([error.code, error.message, error.errors, error.members]));
      return error.code === "invalid_credentials";
    });
  }
  assert.equal(new Set(errors).size, 1);
  const hash = `plain:${ADA.password}`;
  assert.deepEqual(hasher.compared, [hash, undefined, hash]);
});

Deno.test("verify() replaces a hash of another cost, and keeps it if the password is wrong", async () => {
  const { accounts, store } = createAccountsFixture();
  const { id } = await accounts.create(ADA);
  const hashOf = async () => (await store.findUser(id))?.passwordHash;
  const [old, renewed] = [`old:${ADA.password}`, `plain:${ADA.password}`];
  await store.replaceHash(id, { from: renewed, to: old });
  await assert.rejects(accounts.verify({ ...ADA, password: NEITHER }));
  assert.equal(await hashOf(), old);
  await accounts.verify(ADA);
  assert.equal(await hashOf(), renewed);
});

Deno.test("a sign-in fails if the account changes while the password is verified", async (t) => {
  const changes: Record<string, (accounts: Accounts) => Promise<void>> = {
    "the password": (accounts) => accounts.setPassword("ada", "another good one"),
    "the role": (accounts) => accounts.setRole("ada", "admin"),
    "the disabled flag": (accounts) => accounts.setDisabled("ada", true),
  };
  for (const [name, change] of Object.entries(changes)) {
    await t.step(name, async () => {
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

Deno.test("changePassword() rejects a wrong current password", async () => {
  const { accounts, current, other, isValid } = await createSignedInFixture();
  const change = { currentPassword: "wrong horse battery", newPassword: "another good one" };
  await assert.rejects(accounts.changePassword(current.principal, change), {
    code: "invalid_input",
    errors: [{ field: "current_password", message: "This is not the current password" }],
  });
  await accounts.verify(ADA);
  assert.ok(await isValid(other));
});

Deno.test("changePassword() rejects a password that contains the username", async () => {
  const { accounts, current } = await createSignedInFixture();
  const change = { currentPassword: ADA.password, newPassword: "my name is ADA, it is" };
  await assert.rejects(
    accounts.changePassword(current.principal, change),
    (error: ServiceError) => {
      assert.deepEqual(error.errors.map(({ field }) => field), ["new_password"]);
      return error.code === "invalid_input";
    },
  );
  await accounts.verify(ADA);
});

Deno.test("changePassword() rejects the current password as the new one", async () => {
  const { accounts, current, other, isValid } = await createSignedInFixture();
  const same = { currentPassword: ADA.password, newPassword: ADA.password };
  await assert.rejects(accounts.changePassword(current.principal, same), {
    code: "invalid_input",
    errors: [{
      field: "new_password",
      message: "Choose a password that differs from the current one",
    }],
  });
  assert.ok(await isValid(other));
  const wrong = { currentPassword: NEITHER, newPassword: NEITHER };
  await assert.rejects(accounts.changePassword(current.principal, wrong), {
    errors: [{ field: "current_password", message: "This is not the current password" }],
  });
});

Deno.test("changePassword() ends only the user's other sessions", async () => {
  const { accounts, sessions, current, other, isValid } = await createSignedInFixture();
  const unrelated = await sessions.open(
    await accounts.create({ ...ADA, username: "Eve" }),
    HOUR_MS,
  );
  const change = { currentPassword: ADA.password, newPassword: "another good one" };
  await accounts.changePassword(current.principal, change);
  assert.deepEqual([await isValid(current), await isValid(other), await isValid(unrelated)], [
    true,
    false,
    true,
  ]);
  await assert.rejects(accounts.verify(ADA), { code: "invalid_credentials" });
  await accounts.verify({ ...ADA, password: "another good one" });
});

for (
  const [name, act] of Object.entries({
    changePassword: ({ accounts, current }: SignedInFixture) =>
      accounts.changePassword(current.principal, {
        currentPassword: ADA.password,
        newPassword: "another good one",
      }),
    delete: ({ accounts, current }: SignedInFixture) =>
      accounts.delete(current.principal, ADA.password),
  })
) {
  Deno.test(`${name}() keeps a password that an operator sets while the old one is verified`, async () => {
    const fixture = await createSignedInFixture();
    const { accounts, store, hasher, deletions } = fixture;
    const comparing = hasher.holdNext();
    const acting = act(fixture);
    await comparing.arrived;
    await accounts.setPassword("ada", "chosen by the operator");
    comparing.finish();
    await assert.rejects(acting, {
      code: "invalid_input",
      errors: [{ field: "current_password", message: "This is not the current password" }],
    });
    await accounts.verify({ ...ADA, password: "chosen by the operator" });
    assert.deepEqual([store.revocations.length, deletions.length], [1, 0]);
  });
}

Deno.test("changePassword() rejects an account that no longer exists", async () => {
  const { accounts, current } = await createSignedInFixture();
  const missing = { ...current.principal, userId: "missing" };
  const change = { currentPassword: ADA.password, newPassword: "another good one" };
  await assert.rejects(accounts.changePassword(missing, change), { code: "invalid_input" });
});

Deno.test("profile() returns the user, and rejects an account that no longer exists", async () => {
  const { accounts, current, user } = await createSignedInFixture();
  assert.deepEqual(await accounts.profile(current.principal.userId), user);
  const missing = { ...current.principal, userId: "missing" };
  await assert.rejects(accounts.profile(missing.userId), { code: "not_found" });
});

Deno.test("find() and list() return accounts without password hashes", async () => {
  const { accounts, user } = await createSignedInFixture();
  assert.deepEqual(await accounts.find("ADA"), user);
  assert.deepEqual(await accounts.list(), [user]);
  await assert.rejects(accounts.find("nobody"), {
    code: "not_found",
    message: 'No user is named "nobody"',
  });
});

Deno.test("a change of password, role or disabled flag takes effect and ends all sessions", async (t) => {
  await t.step("setPassword()", async () => {
    const { accounts, current, other, isValid } = await createSignedInFixture();
    await accounts.setPassword("ada", "another good one");
    assert.deepEqual([await isValid(current), await isValid(other)], [false, false]);
    await accounts.verify({ ...ADA, password: "another good one" });
  });

  await t.step("setRole()", async () => {
    const { accounts, current, other, isValid } = await createSignedInFixture();
    await accounts.setRole("ada", "admin");
    assert.deepEqual([await isValid(current), await isValid(other)], [false, false]);
    assert.equal((await accounts.verify(ADA)).role, "admin");
  });

  await t.step("setDisabled(), and enabling again", async () => {
    const { accounts, current, other, isValid } = await createSignedInFixture();
    await accounts.setDisabled("ada", true);
    assert.deepEqual([await isValid(current), await isValid(other)], [false, false]);
    await accounts.setDisabled("ada", false);
    assert.equal((await accounts.verify(ADA)).disabled, false);
    assert.equal(await isValid(current), false);
  });

  await t.step("an unknown username is rejected", async () => {
    const { accounts, store } = createAccountsFixture();
    await assert.rejects(accounts.setPassword("ada", "another good one"), { code: "not_found" });
    await assert.rejects(accounts.setRole("ada", "admin"), { code: "not_found" });
    await assert.rejects(accounts.setDisabled("ada", true), { code: "not_found" });
    assert.deepEqual(store.revocations, []);
  });
});

Deno.test("a change that cannot be stored ends no sessions", async () => {
  const { accounts, store, current, other, isValid } = await createSignedInFixture();
  const change = { currentPassword: ADA.password, newPassword: "another good one" };
  const { changePassword } = store;
  store.changePassword = () => Promise.reject(new Error("disk full"));
  await assert.rejects(accounts.changePassword(current.principal, change), {
    message: "disk full",
  });
  store.changePassword = changePassword;
  assert.deepEqual([await isValid(current), await isValid(other)], [true, true]);
});

Deno.test("delete() requires the password, ends all sessions and reports the deletion", async () => {
  const fixture = createAccountsFixture();
  const { accounts, store, current, other, isValid } = await createSignedInFixture(fixture);
  const { principal } = current;
  await assert.rejects(accounts.delete(principal, NEITHER), (error: ServiceError) => {
    assert.deepEqual(error.errors.map(({ field }) => field), ["current_password"]);
    return error.code === "invalid_input";
  });
  assert.equal(await isValid(other), true);
  assert.deepEqual(fixture.deletions, []);
  await accounts.delete(principal, ADA.password);
  assert.equal(await store.findUser(principal.userId), undefined);
  assert.deepEqual([await isValid(current), await isValid(other)], [false, false]);
  assert.equal(fixture.deletions.length, 1);
  await assert.rejects(accounts.verify(ADA), { code: "invalid_credentials" });
});

Deno.test("remove() deletes an account by its name, without its password", async () => {
  const fixture = createAccountsFixture();
  const { accounts, store, current, isValid } = await createSignedInFixture(fixture);
  await assert.rejects(accounts.remove("nobody"), { code: "not_found" });
  await accounts.remove(ADA.username.toUpperCase());
  assert.equal(await store.findUser(current.principal.userId), undefined);
  assert.equal(await isValid(current), false);
  assert.equal(fixture.deletions.length, 1);
});

Deno.test("administer() changes role and state, and ends the sessions only for a change", async () => {
  const { accounts, store, current, isValid } = await createSignedInFixture();
  await accounts.create({ username: "root", password: ADA.password }, "admin");
  const unchanged = await accounts.administer("ada", { role: "user", disabled: false });
  assert.deepEqual([unchanged.role, unchanged.disabled], ["user", false]);
  assert.deepEqual(store.revocations, []);
  assert.equal(await isValid(current), true);
  const disabled = await accounts.administer("ADA", { disabled: true });
  assert.deepEqual([disabled.username, disabled.role, disabled.disabled], ["Ada", "user", true]);
  assert.equal(await isValid(current), false);
  assert.equal((await accounts.administer("ada", { role: "admin" })).disabled, true);
  await assert.rejects(accounts.administer("root", { role: "user" }), {
    code: "last_administrator",
  });
  await assert.rejects(accounts.administer("nobody", {}), { code: "not_found" });
});

Deno.test("two administrators change role and state of a user at the same time", async () => {
  const changes = [{ role: "admin" }, { disabled: true }] as const;
  for (const order of [changes, changes.toReversed()]) {
    const { accounts } = await createSignedInFixture();
    await accounts.create({ username: "root", password: ADA.password }, "admin");
    await Promise.all(order.map((change) => accounts.administer("ada", change)));
    const { role, disabled } = await accounts.find("ada");
    assert.deepEqual([role, disabled], ["admin", true]);
  }
});

Deno.test("search() returns users by name", async () => {
  const { accounts } = await createSignedInFixture();
  await accounts.create({ username: "adele", password: ADA.password });
  const found = await accounts.search({ prefix: "ad", after: "ada", limit: 5 });
  assert.deepEqual(found.map(({ username }) => username), ["adele"]);
});
