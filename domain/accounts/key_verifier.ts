import type { ApiKeyStore, Clock } from "../ports.ts";
import { type ApiKey, keyPrincipal } from "./api_key.ts";
import { hashOfKey, isKeyText } from "./key_text.ts";
import type { KeyPrincipal } from "./principal.ts";
import type { Revocation } from "./types.ts";

/** Maximum number of known keys, and of keys that do not exist, in memory. */
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

/** A key that exists, also one that has expired. Times are milliseconds since 1970. */
interface KnownKey {
  readonly key: ApiKey;
  readonly hash: string;
  readonly principal: KeyPrincipal;
  /** Last time at which the database had the key. */
  confirmedAt: number;
  /** Last time at which the key was read, or was to be read. */
  askedAt: number;
}

export interface KeyVerifierOptions {
  readonly store: Pick<ApiKeyStore, "find" | "recordUse">;
  readonly clock: Pick<Clock, "now">;
}

export function createKeyVerifier({ store, clock }: KeyVerifierOptions): KeyVerifier {
  const knownKeys = new Map<string, KnownKey>();
  /** Keys that do not exist, or whose user is disabled. */
  const rejected = new Set<string>();
  const lookUps = new Map<string, Promise<KeyPrincipal | undefined>>();
  /** Number of revocations applied, by which a look-up notices that its result may be outdated. */
  let revocations = 0;

  async function authenticate(
    text: string,
    limit: LimitLookUp,
  ): Promise<KeyPrincipal | undefined> {
    const known = knownKeys.get(text);
    if (known && isWithin(UNCONFIRMED_MS, known.confirmedAt)) {
      confirmIfDue(text, known);
      return principalOf(known);
    }
    knownKeys.delete(text);
    if (rejected.has(text) || !isKeyText(text)) return undefined;
    return await (lookUps.get(text) ?? startLookUp(text, limit));
  }

  /** Whether a moment is near. It is in the future if the date has been set back since. */
  function isWithin(ms: number, moment: number): boolean {
    return Math.abs(clock.now() - moment) < ms;
  }

  function principalOf({ key, principal }: KnownKey): KeyPrincipal | undefined {
    return isExpired(key) ? undefined : principal;
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
    if (!found) {
      if (!isOutdated) remember(rejected.add(text));
      return undefined;
    }
    const now = clock.now();
    const known = {
      ...found,
      hash,
      principal: keyPrincipal(found.key, found.username),
      confirmedAt: now,
      askedAt: now,
    };
    if (!isOutdated) remember(knownKeys.set(text, known));
    recordUse(known);
    return principalOf(known);
  }

  /** Reads a key again in the background, so that requests never wait for the database. */
  function confirmIfDue(text: string, known: KnownKey): void {
    if (isWithin(CONFIRM_AFTER_MS, known.askedAt)) return;
    known.askedAt = clock.now();
    confirm(text, known).catch(() => {});
  }

  async function confirm(text: string, known: KnownKey): Promise<void> {
    const found = await store.find(known.hash);
    if (!found) {
      knownKeys.delete(text);
      return;
    }
    known.confirmedAt = clock.now();
    recordUse(known);
  }

  /** A use that cannot be written is lost; the next one is written a minute later. */
  function recordUse({ key }: KnownKey): void {
    if (isExpired(key)) return;
    const now = clock.now();
    store.recordUse(key.id, { now, unlessSince: now - CONFIRM_AFTER_MS }).catch(() => {});
  }

  function apply({ userId, sessionId }: Revocation): void {
    revocations++;
    // The account may have been enabled again.
    if (sessionId === null) rejected.clear();
    for (const [text, { key }] of knownKeys) {
      const concerns = sessionId === null ? key.userId === userId : key.id === sessionId;
      if (concerns) knownKeys.delete(text);
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
