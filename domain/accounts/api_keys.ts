import { ServiceError } from "../errors.ts";
import type { ApiKeyStore, Clock } from "../ports.ts";
import type { ApiKey } from "./api_key.ts";
import { hashOfKey, keyText } from "./key_text.ts";
import type { NewKey } from "./new_key.ts";
import { SCOPES } from "./principal.ts";
import type { Sessions } from "./sessions.ts";

/** Maximum number of API keys of a user. */
export const MAX_KEYS = 20;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface CreatedKey {
  /** The key itself, which is not stored and cannot be shown again. */
  readonly text: string;
  readonly key: ApiKey;
}

/** Creates, lists and revokes the API keys of a user. */
export interface ApiKeys {
  /** Throws `too_many_keys` at the limit and `forbidden` if API keys are switched off. */
  create(userId: string, newKey: NewKey): Promise<CreatedKey>;
  /** Returns the user's keys, newest first. */
  list(userId: string): Promise<ApiKey[]>;
  /** Revokes a key at once in this process and then in all others. Throws `not_found`. */
  revoke(userId: string, keyId: string): Promise<void>;
}

export interface ApiKeysOptions {
  readonly store: ApiKeyStore;
  readonly sessions: Pick<Sessions, "revocationOf" | "apply">;
  readonly clock: Clock;
  /** Returns the random bytes of a new key. */
  readonly randomKey: () => Uint8Array;
  /** Whether new keys can be created. */
  readonly isEnabled: boolean;
}

export function createApiKeys(options: ApiKeysOptions): ApiKeys {
  const { store, sessions, clock, randomKey, isEnabled } = options;

  async function create(
    userId: string,
    { name, expires_in: lifetimeMs, scopes }: NewKey,
  ): Promise<CreatedKey> {
    if (!isEnabled) throw new ServiceError("forbidden", "API keys are switched off on this server");
    const text = keyText(randomKey());
    const now = clock.now();
    const key: ApiKey = {
      id: clock.uuid(),
      userId,
      name,
      prefix: text.slice(0, 8),
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      createdAt: now,
      expiresAt: lifetimeMs === null ? null : now + lifetimeMs,
      lastUsedAt: null,
    };
    const isStored = await store.create(key, { hash: await hashOfKey(text), maxKeys: MAX_KEYS });
    if (!isStored) throw tooManyKeys();
    return { text, key };
  }

  async function revoke(userId: string, keyId: string): Promise<void> {
    if (!UUID.test(keyId)) throw noSuchKey();
    const revocation = { ...sessions.revocationOf(userId), sessionId: keyId };
    if (!await store.revoke(revocation)) throw noSuchKey();
    sessions.apply(revocation);
  }

  return { create, list: store.list, revoke };
}

/** Does not repeat the id: somebody may have sent the key instead. */
function noSuchKey(): ServiceError {
  return new ServiceError("not_found", "There is no API key with this id");
}

function tooManyKeys(): ServiceError {
  return new ServiceError(
    "too_many_keys",
    `Cannot create another API key: the user has ${MAX_KEYS}, at most ${MAX_KEYS} are allowed`,
  );
}
