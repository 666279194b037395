import assert from "node:assert/strict";
import { UNCONFIRMED_MS } from "../../../domain/accounts/key_verifier.ts";
import { keyText } from "../../../domain/accounts/key_text.ts";
import { HOUR_MS } from "./accounts_fixture.ts";
import { backgroundWork, BOT, createKeysFixture, type KeysFixture } from "./keys_fixture.ts";

const ADA = { username: "ada", password: "correct horse battery" };

async function createFixtureWithKey(expires_in: number | null = null) {
  const fixture = createKeysFixture();
  await fixture.sessions.refresh();
  const user = await fixture.accounts.create(ADA);
  const { text, key } = await fixture.apiKeys.create(user.id, { ...BOT, expires_in });
  return { ...fixture, user, text, key };
}

/** A second server on the same stores. */
async function createReplica(fixture: KeysFixture): Promise<KeysFixture> {
  const replica = createKeysFixture(fixture);
  await replica.sessions.refresh();
  return replica;
}

Deno.test("a key authenticates its user without the rights of an administrator", async () => {
  const { accounts, authenticate, user, text, key } = await createFixtureWithKey();
  await accounts.setRole("ada", "admin");
  assert.deepEqual(await authenticate(text), {
    userId: user.id,
    username: "ada",
    role: "user",
    scopes: ["calculate", "log:read"],
    credential: { kind: "key", id: key.id, name: "bot" },
  });
});

Deno.test("a key in use is looked up once, also by concurrent requests", async () => {
  const { authenticate, store, text } = await createFixtureWithKey();
  await Promise.all([authenticate(text), authenticate(text), authenticate(text)]);
  for (let request = 0; request < 100; request++) assert.ok(await authenticate(text));
  assert.equal(store.finds, 1);
});

Deno.test("a key with a wrong checksum is never looked up, an unknown one only once", async () => {
  const { authenticate, store, text } = await createFixtureWithKey();
  const wrong = text.slice(0, -1) + (text.endsWith("A") ? "B" : "A");
  for (const key of [wrong, "mc_", `${text}A`]) assert.equal(await authenticate(key), undefined);
  assert.equal(store.finds, 0);
  const unknown = keyText(new Uint8Array(32));
  for (let request = 0; request < 100; request++) {
    assert.equal(await authenticate(unknown), undefined);
  }
  assert.equal(store.finds, 1);
});

Deno.test("the oldest of more than 10,000 unknown keys is forgotten", async () => {
  const { authenticate, store } = await createFixtureWithKey();
  const keys = Array.from({ length: 10_001 }, (_, n) => {
    const bytes = new Uint8Array(32);
    new DataView(bytes.buffer).setUint16(0, n);
    return keyText(bytes);
  });
  await authenticate(keys[0]!);
  await Promise.all(keys.map((key) => authenticate(key)));
  assert.equal(store.finds, 10_001);
  assert.equal(await authenticate(keys[10_000]!), undefined);
  assert.equal(store.finds, 10_001);
  assert.equal(await authenticate(keys[0]!), undefined);
  assert.equal(store.finds, 10_002);
});

Deno.test("each look-up is within the limit, and known keys are not limited", async () => {
  const { authenticate, text } = await createFixtureWithKey();
  const refusal = new Error("too many unknown keys");
  const refuse = () => Promise.reject(refusal);
  await assert.rejects(authenticate(text, refuse), refusal);
  assert.ok(await authenticate(text));
  assert.ok(await authenticate(text, refuse));
});

Deno.test("an expired key is rejected, whether or not it has been used", async () => {
  const { authenticate, apiKeys, clock, user, text } = await createFixtureWithKey(1_000);
  const unused = await apiKeys.create(user.id, { ...BOT, expires_in: 1_000 });
  clock.advance(999);
  assert.ok(await authenticate(text));
  clock.advance(1);
  for (const key of [text, unused.text]) assert.equal(await authenticate(key), undefined);
});

Deno.test("a key that a wrong date made expire works again once the date is corrected", async () => {
  const { authenticate, apiKeys, clock, user, text } = await createFixtureWithKey(HOUR_MS);
  const unused = await apiKeys.create(user.id, { ...BOT, expires_in: HOUR_MS });
  assert.ok(await authenticate(text));
  clock.jump(100 * HOUR_MS);
  for (const key of [text, unused.text]) assert.equal(await authenticate(key), undefined);
  clock.jump(-100 * HOUR_MS);
  for (const key of [text, unused.text]) assert.ok(await authenticate(key));
});

Deno.test("an expired key is looked up once, and its use is not recorded", async () => {
  const { authenticate, store, clock, text } = await createFixtureWithKey(1_000);
  clock.advance(1_000);
  for (let request = 0; request < 100; request++) {
    assert.equal(await authenticate(text), undefined);
  }
  assert.equal(store.finds, 1);
  clock.advance(60_000);
  assert.equal(await authenticate(text), undefined);
  await backgroundWork();
  assert.deepEqual(store.uses, []);
});

Deno.test("a key used while the date was ahead is read again once the date is corrected", async () => {
  const { authenticate, sessions, store, clock, user, key, text } = await createFixtureWithKey();
  clock.jump(10 * HOUR_MS);
  assert.ok(await authenticate(text));
  clock.jump(-10 * HOUR_MS);
  await store.revoke({ ...sessions.revocationOf(user.id), sessionId: key.id });
  await authenticate(text);
  await backgroundWork();
  assert.equal(await authenticate(text), undefined);
});

Deno.test("a revoked key is rejected at once here, and elsewhere after refresh()", async () => {
  const server = await createFixtureWithKey();
  const replica = await createReplica(server);
  for (const { authenticate } of [server, replica]) assert.ok(await authenticate(server.text));
  await server.apiKeys.revoke(server.user.id, server.key.id);
  assert.equal(await server.authenticate(server.text), undefined);
  assert.ok(await replica.authenticate(server.text));
  await replica.sessions.refresh();
  assert.equal(await replica.authenticate(server.text), undefined);
});

Deno.test("a key that is revoked during its look-up is not remembered", async () => {
  const server = await createFixtureWithKey();
  const replica = await createReplica(server);
  const reading = server.store.holdNextFind();
  const authenticating = replica.authenticate(server.text);
  await reading.arrived;
  await server.apiKeys.revoke(server.user.id, server.key.id);
  await replica.sessions.refresh();
  reading.release();
  await authenticating;
  assert.equal(await replica.authenticate(server.text), undefined);
});

Deno.test("the keys of a disabled user stop everywhere and work again when it is enabled", async () => {
  const server = await createFixtureWithKey();
  const replica = await createReplica(server);
  const servers = [server, replica];
  for (const { authenticate } of servers) assert.ok(await authenticate(server.text));
  await server.accounts.setDisabled("ada", true);
  await replica.sessions.refresh();
  for (const { authenticate } of servers) {
    assert.equal(await authenticate(server.text), undefined);
  }
  await server.accounts.setDisabled("ada", false);
  await replica.sessions.refresh();
  for (const { authenticate } of servers) assert.ok(await authenticate(server.text));
});

Deno.test("a new password ends sessions but no keys", async () => {
  const { accounts, sessions, authenticate, user, text } = await createFixtureWithKey();
  const { token } = await sessions.open(user, 1_000);
  await authenticate(text);
  await accounts.setPassword("ada", "another good one");
  assert.equal(await sessions.authenticate(token), undefined);
  assert.ok(await authenticate(text));
});

Deno.test("known keys work while the database is away, for a day at most", async () => {
  const { authenticate, store, clock, text } = await createFixtureWithKey();
  await authenticate(text);
  store.isUnavailable = true;
  for (let minute = 0; minute < 60; minute++) {
    clock.advance(60_000);
    assert.ok(await authenticate(text));
  }
  await assert.rejects(authenticate(keyText(new Uint8Array(32))), { code: "unavailable" });
  clock.advance(UNCONFIRMED_MS);
  await assert.rejects(authenticate(text), { code: "unavailable" });
  store.isUnavailable = false;
  assert.ok(await authenticate(text));
});

Deno.test("a key in use is read again every minute, and stops if its row is gone", async () => {
  const server = await createFixtureWithKey();
  const { authenticate, store, clock, text } = server;
  await authenticate(text);
  clock.advance(60_000);
  for (let request = 0; request < 3; request++) await authenticate(text);
  await backgroundWork();
  assert.equal(store.finds, 2);
  const revocation = { ...server.sessions.revocationOf(server.user.id), sessionId: server.key.id };
  await store.revoke(revocation);
  clock.advance(60_000);
  await authenticate(text);
  await backgroundWork();
  assert.equal(await authenticate(text), undefined);
});

Deno.test("the last use is written at most once a minute, by all servers together", async () => {
  const server = await createFixtureWithKey();
  const replica = await createReplica(server);
  const { store, clock, text } = server;
  const start = clock.now();
  for (let second = 0; second < 180; second++) {
    for (const { authenticate } of [server, replica]) await authenticate(text);
    await backgroundWork();
    clock.advance(1_000);
  }
  assert.deepEqual(store.uses.map((use) => use - start), [0, 60_000, 120_000]);
  const [key] = await server.apiKeys.list(server.user.id);
  assert.equal(key?.lastUsedAt, start + 120_000);
});

Deno.test("revocations are kept for as long as a server may use a key without the database", async () => {
  const { sessions, clock, user } = await createFixtureWithKey();
  const { expiresAt } = sessions.revocationOf(user.id);
  assert.ok(expiresAt >= clock.now() + UNCONFIRMED_MS);
});
