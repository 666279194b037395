import assert from "node:assert/strict";
import { createApiKeys, MAX_KEYS } from "../../../domain/accounts/api_keys.ts";
import { hashOfKey, isKeyText } from "../../../domain/accounts/key_text.ts";
import { BOT, createKeysFixture } from "./keys_fixture.ts";

const ADA = { username: "ada", password: "correct horse battery" };

async function createFixture() {
  const fixture = createKeysFixture();
  await fixture.sessions.refresh();
  const user = await fixture.accounts.create(ADA);
  const other = await fixture.accounts.create({ ...ADA, username: "bob" });
  return { ...fixture, user, other };
}

Deno.test("create() returns the key and stores only its hash", async () => {
  const { apiKeys, store, clock, user } = await createFixture();
  const { text, key } = await apiKeys.create(user.id, {
    name: "bot",
    expires_in: 1_000,
    scopes: ["log:read", "calculate", "log:read"],
  });
  assert.ok(isKeyText(text));
  assert.deepEqual(key, {
    id: key.id,
    userId: user.id,
    name: "bot",
    prefix: text.slice(0, 8),
    scopes: ["calculate", "log:read"],
    createdAt: clock.now(),
    expiresAt: clock.now() + 1_000,
    lastUsedAt: null,
  });
  assert.deepEqual(await apiKeys.list(user.id), [key]);
  assert.deepEqual((await store.find(await hashOfKey(text)))?.key, key);
  assert.ok(!JSON.stringify(await store.list(user.id)).includes(text.slice(8)));
});

Deno.test("a user has at most 20 keys, of which expired ones do not count", async () => {
  const { apiKeys, clock, user, other } = await createFixture();
  for (let count = 1; count < MAX_KEYS; count++) await apiKeys.create(user.id, BOT);
  await apiKeys.create(user.id, { ...BOT, expires_in: 1_000 });
  await assert.rejects(apiKeys.create(user.id, BOT), { code: "too_many_keys" });
  assert.equal((await apiKeys.list(user.id)).length, 20);
  await apiKeys.create(other.id, BOT);
  clock.advance(1_000);
  const { key } = await apiKeys.create(user.id, BOT);
  await assert.rejects(apiKeys.create(user.id, BOT), { code: "too_many_keys" });
  await apiKeys.revoke(user.id, key.id);
  await apiKeys.create(user.id, BOT);
});

Deno.test("revoke() revokes only the user's own keys, and never repeats what it was given", async () => {
  const { apiKeys, accountStore, authenticate, user, other } = await createFixture();
  const { text, key } = await apiKeys.create(user.id, BOT);
  for (const id of [key.id.replace(/^./, "f"), "", "\0", text]) {
    await assert.rejects(apiKeys.revoke(user.id, id), {
      code: "not_found",
      message: "There is no API key with this id",
    });
  }
  await assert.rejects(apiKeys.revoke(other.id, key.id), { code: "not_found" });
  assert.ok(await authenticate(text));
  assert.deepEqual(accountStore.revocations, []);
  await apiKeys.revoke(user.id, key.id);
  assert.deepEqual(await apiKeys.list(user.id), []);
  await assert.rejects(apiKeys.revoke(user.id, key.id), { code: "not_found" });
});

Deno.test("a key that could not be revoked stays valid", async () => {
  const { apiKeys, store, authenticate, user } = await createFixture();
  const { text, key } = await apiKeys.create(user.id, BOT);
  store.isUnavailable = true;
  await assert.rejects(apiKeys.revoke(user.id, key.id), { code: "unavailable" });
  store.isUnavailable = false;
  assert.ok(await authenticate(text));
});

Deno.test("no key is created while API keys are switched off, and the others can be revoked", async () => {
  const { apiKeys, store, sessions, clock, user } = await createFixture();
  const { key } = await apiKeys.create(user.id, BOT);
  const randomKey = () => assert.fail("a key was generated");
  const off = createApiKeys({ store, sessions, clock, randomKey, isEnabled: false });
  await assert.rejects(off.create(user.id, BOT), {
    code: "forbidden",
    message: "API keys are switched off on this server",
  });
  assert.deepEqual(await off.list(user.id), [key]);
  await off.revoke(user.id, key.id);
  assert.deepEqual(await off.list(user.id), []);
});
