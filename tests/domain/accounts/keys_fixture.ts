import { type ApiKeys, createApiKeys } from "../../../domain/accounts/api_keys.ts";
import { createKeyVerifier, type LimitLookUp } from "../../../domain/accounts/key_verifier.ts";
import { KEY_BYTES } from "../../../domain/accounts/key_text.ts";
import type { NewKey } from "../../../domain/accounts/new_key.ts";
import type { KeyPrincipal } from "../../../domain/accounts/principal.ts";
import { type Accounts, createAccounts } from "../../../domain/accounts/accounts.ts";
import { createSessions, type Sessions } from "../../../domain/accounts/sessions.ts";
import {
  createManualClock,
  createTestSigner,
  HOUR_MS,
  type ManualClock,
  PlaintextHasher,
  testEstimator,
} from "./accounts_fixture.ts";
import { createMemoryAccountStore, type MemoryAccountStore } from "./memory_account_store.ts";
import { createMemoryApiKeyStore, type MemoryApiKeyStore } from "./memory_api_key_store.ts";

export const BOT: NewKey = { name: "bot", expires_in: null, scopes: ["calculate", "log:read"] };

export interface KeysFixture {
  readonly accountStore: MemoryAccountStore;
  readonly store: MemoryApiKeyStore;
  readonly clock: ManualClock;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  /** Authenticates a key without a limit on look-ups unless one is given. */
  readonly authenticate: (text: string, limit?: LimitLookUp) => Promise<KeyPrincipal | undefined>;
}

/** The keys of one server, on stores that several servers may share. */
export function createKeysFixture(shared?: KeysFixture): KeysFixture {
  const accountStore = shared?.accountStore ?? createMemoryAccountStore();
  const store = shared?.store ?? createMemoryApiKeyStore(accountStore);
  const clock = shared?.clock ?? createManualClock();
  const verifier = createKeyVerifier({ store, clock });
  const sessions = createSessions({
    store: accountStore,
    signer: createTestSigner(clock),
    clock,
    lifetimes: { tokenTtlMs: HOUR_MS, sessionTtlMs: HOUR_MS },
    onRevocation: verifier.apply,
  });
  return {
    accountStore,
    store,
    clock,
    sessions,
    accounts: createAccounts({
      store: accountStore,
      hasher: new PlaintextHasher(),
      estimator: testEstimator,
      sessions,
      clock,
      onDeleted() {},
    }),
    apiKeys: createApiKeys({
      store,
      sessions,
      clock,
      randomKey: () => crypto.getRandomValues(new Uint8Array(KEY_BYTES)),
      isEnabled: true,
    }),
    authenticate: (text, limit = (lookUp) => lookUp()) => verifier.authenticate(text, limit),
  };
}

/** Resolves when the background work of earlier requests has ended. */
export async function backgroundWork(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
