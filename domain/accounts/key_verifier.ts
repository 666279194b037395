import type { ApiKeyStore, Clock } from "../ports.ts";
import { type ApiKey, keyPrincipal } from "./api_key.ts";
import { hashOfKey, isKeyText } from "./key_text.ts";
import type { KeyPrincipal } from "./principal.ts";
import type { Revocation } from "./types.ts";

/** Maximum number of valid keys, and of rejected ones, in memory. */
const REMEMBERED_KEYS = 10_000;

/** Time after which a key in use is read again, and its last use is written. */
const CONFIRM_AFTER_MS = 60_000;

/**
 * Time for which a key stays valid in this process while the database cannot be read. Revocations
 * are kept at least as long, so that a process that was cut off finds them.
 */
export const UNCONFIRMED_MS = 24 * 3_600_000;

/** Runs a look-up in the database, or throws if the client has to wait. */
export type LimitLookUp = <Result>(
  lookUp: () => Promise<Result | undefined>,
) => Promise<Result | undefined>;

/** Authenticates API keys. Keys in use need no query; the poll of revocations ends them. */
export interface KeyVerifier {
  /**
   * Returns the principal of a valid key. Only a key that this process has not seen yet is looked
   * up, within `limit`. Throws `unavailable` if it cannot be looked up.
   */
  authenticate(text: string, limit: LimitLookUp): Promise<KeyPrincipal | undefined>;
  /** Forgets the keys that a revocation concerns; they are looked up again at their next use. */
  apply(revocation: Revocation): void;
}

interface ValidKey {
  readonly key: ApiKey;
  readonly hash: string;
  readonly principal: KeyPrincipal;
  /** Last time at which the database had the key. */
  confirmedAt: number;
  /** Next time to read the key again. */
  confirmAt: number;
}

export interface KeyVerifierOptions {
  readonly store: Pick<ApiKeyStore, "find" | "recordUse">;
  readonly clock: Pick<Clock, "now">;
}

export function createKeyVerifier({ store, clock }: KeyVerifierOptions): KeyVerifier {
  const valid = new Map<string, ValidKey>();
  const rejected = new Set<string>();
  const lookUps = new Map<string, Promise<KeyPrincipal | undefined>>();
  /** Number of revocations applied, by which a look-up notices that its result may be outdated. */
  let revocations = 0;

  async function authenticate(
    text: string,
    limit: LimitLookUp,
  ): Promise<KeyPrincipal | undefined> {
    const known = valid.get(text);
    if (known && isCurrent(known)) {
      confirmIfDue(text, known);
      return known.principal;
    }
    valid.delete(text);
    if (rejected.has(text) || !isKeyText(text)) return undefined;
    return await (lookUps.get(text) ?? startLookUp(text, limit));
  }

  function isCurrent({ key, confirmedAt }: ValidKey): boolean {
    return !isExpired(key) && clock.now() < confirmedAt + UNCONFIRMED_MS;
  }

  function isExpired({ expiresAt }: ApiKey): boolean {
    return expiresAt !== null && expiresAt <= clock.now();
  }

  function startLookUp(text: string, limit: LimitLookUp): Promise<KeyPrincipal | undefined> {
    const lookUp = limit(() => read(text)).finally(() => lookUps.delete(text));
    lookUps.set(text, lookUp);
    return lookUp;
  }

  async function read(text: string): Promise<KeyPrincipal | undefined> {
    const hash = await hashOfKey(text);
    const revocationsBefore = revocations;
    const found = await store.find(hash);
    const isOutdated = revocations !== revocationsBefore;
    if (!found || isExpired(found.key)) {
      if (!isOutdated) remember(rejected.add(text));
      return undefined;
    }
    const now = clock.now();
    const principal = keyPrincipal(found.key, found.username);
    const known = {
      ...found,
      hash,
      principal,
      confirmedAt: now,
      confirmAt: now + CONFIRM_AFTER_MS,
    };
    if (!isOutdated) remember(valid.set(text, known));
    recordUse(known);
    return principal;
  }

  /** Reads a key again in the background, so that requests never wait for the database. */
  function confirmIfDue(text: string, known: ValidKey): void {
    const now = clock.now();
    if (now < known.confirmAt) return;
    known.confirmAt = now + CONFIRM_AFTER_MS;
    confirm(text, known).catch(() => {});
  }

  async function confirm(text: string, known: ValidKey): Promise<void> {
    const found = await store.find(known.hash);
    if (!found) {
      valid.delete(text);
      return;
    }
    known.confirmedAt = clock.now();
    recordUse(known);
  }

  /** A use that cannot be written is lost; the next one is written a minute later. */
  function recordUse({ key }: ValidKey): void {
    const now = clock.now();
    store.recordUse(key.id, { now, unlessSince: now - CONFIRM_AFTER_MS }).catch(() => {});
  }

  function apply({ userId, sessionId }: Revocation): void {
    revocations++;
    // The account may have been enabled again.
    if (sessionId === null) rejected.clear();
    for (const [text, { key }] of valid) {
      const concerns = sessionId === null ? key.userId === userId : key.id === sessionId;
      if (concerns) valid.delete(text);
    }
  }

  return { authenticate, apply };
}

/** Drops the oldest member of a collection that has become too large. */
function remember(collection: Map<string, unknown> | Set<string>): void {
  if (collection.size <= REMEMBERED_KEYS) return;
  const [oldest] = collection.keys();
  collection.delete(oldest!);
}
