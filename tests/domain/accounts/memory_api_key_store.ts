import type { ApiKey } from "../../../domain/accounts/api_key.ts";
import { unavailable } from "../../../domain/errors.ts";
import type { ApiKeyStore } from "../../../domain/ports.ts";
import type { MemoryAccountStore } from "./memory_account_store.ts";

export interface MemoryApiKeyStore extends ApiKeyStore {
  /** Number of calls of `find` so far. */
  readonly finds: number;
  /** Times that `recordUse` has written. */
  readonly uses: number[];
  /** While true, every call fails with `unavailable`. */
  isUnavailable: boolean;
  /** Holds the next result of `find` until `release` is called. */
  holdNextFind(): { readonly arrived: Promise<void>; readonly release: () => void };
}

/** A key store in memory, beside an account store, that fulfils the contract of `ApiKeyStore`. */
export function createMemoryApiKeyStore(accounts: MemoryAccountStore): MemoryApiKeyStore {
  const keys = new Map<string, ApiKey>();
  const uses: number[] = [];
  let finds = 0;
  let held: { arrive: () => void; released: Promise<void> } | undefined;

  function requireAvailable(): void {
    if (store.isUnavailable) throw unavailable("The database cannot be reached");
  }

  function hashById(id: string): string | undefined {
    return keys.entries().find(([, key]) => key.id === id)?.[0];
  }

  function keysOf(userId: string): ApiKey[] {
    const own = keys.values().filter((key) => key.userId === userId);
    return [...own].sort((a, b) => a.id < b.id ? 1 : -1);
  }

  const store: MemoryApiKeyStore = {
    isUnavailable: false,
    uses,
    get finds() {
      return finds;
    },
    holdNextFind: () => {
      const arrival = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      held = { arrive: arrival.resolve, released: end.promise };
      return { arrived: arrival.promise, release: end.resolve };
    },
    create: async (key, { hash, maxKeys }) => {
      requireAvailable();
      if (!await accounts.findUser(key.userId)) return false;
      for (const [other, { userId, expiresAt }] of keys) {
        if (userId !== key.userId || expiresAt === null) continue;
        if (expiresAt <= key.createdAt) keys.delete(other);
      }
      if (keysOf(key.userId).length >= maxKeys) return false;
      keys.set(hash, key);
      return true;
    },
    find: async (hash) => {
      finds++;
      requireAvailable();
      const key = keys.get(hash);
      const user = key && await accounts.findUser(key.userId);
      const current = held;
      held = undefined;
      current?.arrive();
      await current?.released;
      return user && !user.disabled ? { key, username: user.username } : undefined;
    },
    list: (userId) => Promise.resolve(keysOf(userId)),
    recordUse: async (keyId, { now, unlessSince }) => {
      await Promise.resolve();
      requireAvailable();
      const hash = hashById(keyId);
      const key = hash === undefined ? undefined : keys.get(hash);
      if (!key || (key.lastUsedAt !== null && key.lastUsedAt > unlessSince)) return;
      uses.push(now);
      keys.set(hash!, { ...key, lastUsedAt: now });
    },
    revoke: async (revocation) => {
      requireAvailable();
      const hash = hashById(revocation.sessionId);
      if (hash === undefined || keys.get(hash)?.userId !== revocation.userId) return false;
      keys.delete(hash);
      await accounts.revoke(revocation);
      return true;
    },
  };
  return store;
}
