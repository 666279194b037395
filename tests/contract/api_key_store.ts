import assert from "node:assert/strict";
import type { ApiKey } from "../../domain/accounts/api_key.ts";
import type { AccountStore, ApiKeyStore } from "../../domain/ports.ts";
import { createSystemClock } from "../../infra/system_clock.ts";

const systemClock = createSystemClock();

export interface OpenApiKeyStore extends AsyncDisposable {
  readonly store: ApiKeyStore;
  readonly accounts: AccountStore;
}

/** Contract of `ApiKeyStore`. `open` returns empty stores. */
export function testApiKeyStore(
  { name, ignore }: { readonly name: string; readonly ignore: boolean },
  open: () => Promise<OpenApiKeyStore>,
): void {
  function test(guarantee: string, check: (opened: OpenApiKeyStore) => Promise<void>): void {
    Deno.test({
      name: `API keys on ${name}: ${guarantee}`,
      ignore,
      fn: async () => {
        await using opened = await open();
        await check(opened);
      },
    });
  }

  test("a key is found by its hash and read as written", async ({ store, accounts }) => {
    const userId = await newUser(accounts, "Ada");
    const plain = apiKey(userId);
    const full = apiKey(userId, {
      name: `it's a "bot" \\ ü 🤖`,
      scopes: ["log:read"],
      expiresAt: 4_000_000_000_000,
      lastUsedAt: 3_000_000_000_000,
    });
    for (const key of [plain, full]) {
      assert.equal(await store.create(key, { hash: `#${key.id}`, maxKeys: 2 }), true);
      assert.deepEqual(await store.find(`#${key.id}`), { key, username: "Ada" });
    }
    assert.equal(await store.find("#"), undefined);
    assert.deepEqual(await store.list(userId), [full, plain]);
    assert.deepEqual(await store.list("nobody"), []);
  });

  test("a disabled user's keys are not found", async ({ store, accounts }) => {
    const userId = await newUser(accounts, "ada");
    const key = apiKey(userId);
    await store.create(key, { hash: "#", maxKeys: 1 });
    const disable = (disabled: boolean) =>
      accounts.updateUser(userId, { disabled }, () => revocationOf(userId, null));
    await disable(true);
    assert.equal(await store.find("#"), undefined);
    await disable(false);
    assert.deepEqual((await store.find("#"))?.key, key);
  });

  test("of concurrent new keys, exactly as many as allowed are stored", async (opened) => {
    const { store, accounts } = opened;
    const userId = await newUser(accounts, "ada");
    const keys = Array.from({ length: 12 }, () => apiKey(userId));
    const stored = await Promise.all(
      keys.map((key) => store.create(key, { hash: key.id, maxKeys: 5 })),
    );
    assert.equal(stored.filter(Boolean).length, 5);
    assert.equal((await store.list(userId)).length, 5);
  });

  test("create() requires a user and replaces expired keys only", async ({ store, accounts }) => {
    const userId = await newUser(accounts, "ada");
    const otherId = await newUser(accounts, "bob");
    const create = (key: ApiKey) => store.create(key, { hash: key.id, maxKeys: 2 });
    assert.equal(await create(apiKey("nobody")), false);
    const expired = apiKey(userId, { expiresAt: 1_000 });
    const current = apiKey(userId, { expiresAt: 4_000_000_000_000 });
    const others = apiKey(otherId, { expiresAt: 1_000 });
    assert.equal(await create(expired), true);
    assert.deepEqual((await store.find(expired.id))?.key, expired);
    for (const key of [current, others]) assert.equal(await create(key), true);
    const added = apiKey(userId);
    assert.equal(await create(added), true);
    assert.deepEqual(await store.list(userId), [added, current]);
    assert.deepEqual(await store.list(otherId), [others]);
  });

  test("recordUse() keeps a use since the given time", async ({ store, accounts }) => {
    const userId = await newUser(accounts, "ada");
    const key = apiKey(userId);
    await store.create(key, { hash: "#", maxKeys: 1 });
    const used: (number | null)[] = [];
    for (const [now, unlessSince] of [[1_000, 0], [1_500, 999], [2_000, 1_000]] as const) {
      await store.recordUse(key.id, { now, unlessSince });
      used.push((await store.list(userId))[0]!.lastUsedAt);
    }
    assert.deepEqual(used, [1_000, 1_000, 2_000]);
    await store.recordUse("missing", { now: 1, unlessSince: 0 });
  });

  test("revoke() deletes the user's own key and stores the revocation", async (opened) => {
    const { store, accounts } = opened;
    const [userId, otherId] = [await newUser(accounts, "ada"), await newUser(accounts, "bob")];
    const [key, kept] = [apiKey(userId), apiKey(userId)];
    for (const each of [key, kept]) await store.create(each, { hash: each.id, maxKeys: 2 });
    assert.equal(await store.revoke(revocationOf(otherId, key.id)), false);
    assert.equal(await store.revoke(revocationOf(userId, "missing")), false);
    assert.deepEqual(await accounts.revocationsSince(0), []);
    const revocation = revocationOf(userId, key.id);
    assert.equal(await store.revoke(revocation), true);
    assert.equal(await store.revoke(revocationOf(userId, key.id)), false);
    assert.deepEqual(await accounts.revocationsSince(0), [revocation]);
    assert.equal(await store.find(key.id), undefined);
    assert.deepEqual(await store.list(userId), [kept]);
  });
}

function apiKey(userId: string, members: Partial<ApiKey> = {}): ApiKey {
  return {
    id: systemClock.uuid(),
    userId,
    name: "bot",
    prefix: "mc_Abc-_",
    scopes: ["calculate", "log:read"],
    createdAt: systemClock.now(),
    expiresAt: null,
    lastUsedAt: null,
    ...members,
  };
}

async function newUser(accounts: AccountStore, username: string): Promise<string> {
  const id = systemClock.uuid();
  await accounts.createUser({
    id,
    username,
    role: "user",
    disabled: false,
    createdAt: "2026-11-22T03:15:37.123Z",
    version: 1,
    passwordHash: "$",
  });
  return id;
}

function revocationOf<SessionId extends string | null>(userId: string, sessionId: SessionId) {
  const createdAt = systemClock.now();
  return {
    id: systemClock.uuid(),
    userId,
    sessionId,
    exceptSessionId: null,
    createdAt,
    expiresAt: createdAt + 86_400_000,
  };
}
