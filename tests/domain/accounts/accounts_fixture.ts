import { type Accounts, createAccounts } from "../../../domain/accounts/accounts.ts";
import {
  createSessions,
  type Sessions,
  type TokenSigner,
} from "../../../domain/accounts/sessions.ts";
import type { Principal } from "../../../domain/accounts/principal.ts";
import type { Clock, PasswordHasher } from "../../../domain/ports.ts";
import { firstUuidOf } from "../../../infra/database/purge_log.ts";
import { createMemoryAccountStore, type MemoryAccountStore } from "./memory_account_store.ts";

export const HOUR_MS = 3_600_000;

export interface StillClock extends Clock {
  advance(ms: number): void;
}

/** A clock that stands still until it is advanced; its ids count up within a moment. */
export function createStillClock(start = Date.UTC(2026, 10, 22)): StillClock {
  let now = start;
  let ids = 0;
  return {
    now: () => now,
    uuid: () => `${firstUuidOf(now).slice(0, -12)}${(++ids).toString(16).padStart(12, "0")}`,
    advance: (ms) => {
      now += ms;
    },
  };
}

export interface TestSigner extends TokenSigner {
  /** Number of tokens verified so far. */
  readonly verified: number;
}

/** Signs nothing: a token is the principal as JSON, valid until it expires by a clock. */
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
      const principal: Principal = JSON.parse(token.slice("token ".length));
      const isExpired = principal.credential.session.expiresAt <= clock.now();
      return Promise.resolve(isExpired ? undefined : principal);
    },
  };
}

/** Passwords as they are; it tells which were compared, and takes its time if it is told to. */
export class PlainHasher implements PasswordHasher {
  readonly compared: (string | undefined)[] = [];
  #held: { arrive: () => void; finished: Promise<void> } | undefined;

  /** Makes the next comparison last until `finish` is called. */
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
    return hash === `plain:${password}`;
  }
}

export interface AccountsFixture {
  readonly store: MemoryAccountStore;
  readonly clock: StillClock;
  readonly signer: TestSigner;
  readonly hasher: PlainHasher;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
}

/** Accounts and sessions on a store in memory, as one of the servers that share it. */
export function createAccountsFixture(
  { store = createMemoryAccountStore(), clock = createStillClock() } = {},
): AccountsFixture {
  const signer = createTestSigner(clock);
  const hasher = new PlainHasher();
  const lifetimes = { tokenTtlMs: HOUR_MS, sessionTtlMs: 24 * HOUR_MS };
  const sessions = createSessions({ store, signer, clock, lifetimes });
  const accounts = createAccounts({ store, hasher, sessions, clock });
  return { store, clock, signer, hasher, sessions, accounts };
}
