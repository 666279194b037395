import { type Accounts, createAccounts } from "../../../domain/accounts/accounts.ts";
import {
  createSessions,
  expiryOf,
  type Sessions,
  type TokenSigner,
} from "../../../domain/accounts/sessions.ts";
import type { SessionPrincipal } from "../../../domain/accounts/principal.ts";
import type { Clock, PasswordEstimator, PasswordHasher } from "../../../domain/ports.ts";
import { firstUuidOf } from "../../../infra/database/first_uuid_of.ts";
import { createMemoryAccountStore, type MemoryAccountStore } from "./memory_account_store.ts";

export const HOUR_MS = 3_600_000;

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Changes the time of day without time passing. */
  jump(ms: number): void;
}

/** A clock that moves only when it is advanced; its ids are consecutive. */
export function createManualClock(start = Date.UTC(2026, 10, 22)): ManualClock {
  let now = start;
  let elapsed = 0;
  let ids = 0;
  return {
    now: () => now,
    elapsed: () => elapsed,
    uuid: (after = 0) => {
      const time = Math.max(now, after + 1);
      return `${firstUuidOf(time).slice(0, -12)}${(++ids).toString(16).padStart(12, "0")}`;
    },
    advance: (ms) => {
      now += ms;
      elapsed += ms;
    },
    jump: (ms) => {
      now += ms;
    },
  };
}

export interface TestSigner extends TokenSigner {
  /** Number of tokens verified so far. */
  readonly verified: number;
}

/** A signer without cryptography: a token is the principal as JSON and expires by a clock. */
export function createTestSigner(clock: Clock): TestSigner {
  let verified = 0;
  return {
    get verified() {
      return verified;
    },
    sign: (principal) => Promise.resolve(`token ${JSON.stringify(principal)}`),
    verify: (token) => {
      verified++;
      if (!token.startsWith("token ")) return Promise.resolve(undefined);
      const principal: SessionPrincipal = JSON.parse(token.slice("token ".length));
      const isExpired = expiryOf(principal.credential.session) <= clock.now();
      return Promise.resolve(isExpired ? undefined : principal);
    },
  };
}

/** Stores passwords in plain text, records comparisons, and can hold one of them. */
export class PlaintextHasher implements PasswordHasher {
  readonly compared: (string | undefined)[] = [];
  readonly running = 0;
  #held: { arrive: () => void; finished: Promise<void> } | undefined;

  /** Holds the next comparison until `finish` is called. */
  holdNext(): { readonly arrived: Promise<void>; readonly finish: () => void } {
    const arrival = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    this.#held = { arrive: arrival.resolve, finished: end.promise };
    return { arrived: arrival.promise, finish: end.resolve };
  }

  hash(password: string): Promise<string> {
    return Promise.resolve(`plain:${password}`);
  }

  async verify(password: string, hash: string | undefined): Promise<boolean> {
    this.compared.push(hash);
    const held = this.#held;
    this.#held = undefined;
    held?.arrive();
    await held?.finished;
    return hash === `plain:${password}` || hash === `old:${password}`;
  }

  isOutdated(hash: string): boolean {
    return hash.startsWith("old:");
  }
}

/** Finds only this password easy to guess, and those that contain it. */
export const EASY_PASSWORD = "easy to guess";

export const testEstimator: PasswordEstimator = {
  score: (password) => Promise.resolve(password.includes(EASY_PASSWORD) ? 1 : 4),
};

export interface AccountsFixture {
  readonly store: MemoryAccountStore;
  readonly clock: ManualClock;
  readonly signer: TestSigner;
  readonly hasher: PlaintextHasher;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  /** One item for each account that was deleted. */
  readonly deletions: readonly "deleted"[];
}

/** Accounts and sessions of one server, on a memory store that several servers may share. */
export function createAccountsFixture(
  { store = createMemoryAccountStore(), clock = createManualClock() } = {},
): AccountsFixture {
  const signer = createTestSigner(clock);
  const hasher = new PlaintextHasher();
  const lifetimes = { tokenTtlMs: HOUR_MS, sessionTtlMs: 24 * HOUR_MS };
  const sessions = createSessions({ store, signer, clock, lifetimes });
  const deletions: "deleted"[] = [];
  const accounts = createAccounts({
    store,
    hasher,
    estimator: testEstimator,
    sessions,
    clock,
    onDeleted: () => deletions.push("deleted"),
  });
  return { store, clock, signer, hasher, sessions, accounts, deletions };
}
