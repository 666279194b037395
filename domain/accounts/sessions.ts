import { invalidCredentials, ServiceError, unavailable } from "../errors.ts";
import type { AccountStore, Clock } from "../ports.ts";
import { uuidTime } from "../uuid_time.ts";
import { UNCONFIRMED_MS } from "./key_verifier.ts";
import { type SessionPrincipal, sessionPrincipal } from "./principal.ts";
import type { ListedSession, Revocation, Session, User } from "./types.ts";

/** Maximum number of cached tokens, whose signatures are not verified again. */
const CACHED_TOKENS = 10_000;

/** Clock skew of a server, relative to its database, up to which its revocations are found. */
export const MAX_CLOCK_SKEW_MS = 60_000;

/** Allowance for revocations that are committed late. */
const LATE_COMMIT_MS = 60_000;

/** Overlap between successive reads of revocations; two servers may be wrong in opposite ways. */
const OVERLAP_MS = 2 * MAX_CLOCK_SKEW_MS + LATE_COMMIT_MS;

/** Time between two records of the use of a session. */
const RECORD_USE_AFTER_MS = 5 * 60_000;

/** Share of the idle time after which a token is renewed: once a day for seven days. */
const RENEWAL_SHARE = 1 / 7;

/** Creates and verifies signed tokens. */
export interface TokenSigner {
  sign(principal: SessionPrincipal): Promise<string>;
  /** Returns the principal of a token that this service signed and that has not expired. */
  verify(token: string): Promise<SessionPrincipal | undefined>;
}

export interface OpenedSession {
  readonly token: string;
  readonly principal: SessionPrincipal;
}

export interface SessionOptions {
  /** Ends the session after this time without use, in milliseconds. */
  readonly idleMs?: number | undefined;
  /** The program that signs in, as in `Firefox on Linux`. */
  readonly device?: string | undefined;
}

export interface Sessions {
  /**
   * Opens a session for a lifetime in milliseconds. Throws `invalid_credentials` if the account has
   * changed since it was read.
   */
  open(user: User, lifetimeMs: number, options?: SessionOptions): Promise<OpenedSession>;
  /**
   * Returns the same session with a token that is valid for another `idleMs`; undefined if its token
   * has been valid for less than a seventh of that, or ends with the session.
   */
  renew(principal: SessionPrincipal, idleMs: number): Promise<OpenedSession | undefined>;
  /**
   * Returns the principal of a valid token that has not been revoked. Throws `unavailable` before
   * the first `refresh`.
   */
  authenticate(token: string): Promise<SessionPrincipal | undefined>;
  /**
   * Ends a session, at once in this process and then in all others. Throws `unavailable` if it was
   * ended only in this process.
   */
  end(session: Session): Promise<void>;
  /** Ends a session of a user by its id, as `end`. Throws `not_found`. */
  endOne(userId: string, sessionId: string): Promise<void>;
  /** Ends all sessions of a user, as `end`. */
  endAll(userId: string): Promise<void>;
  /** Returns the sessions of a user that have not ended, newest first. */
  list(userId: string): Promise<ListedSession[]>;
  /**
   * Returns a revocation of every session that the user has started so far, except one, and of those
   * that started until `after`, in milliseconds since 1970, by the clock of another server.
   */
  revocationOf(userId: string, exceptSessionId?: string, after?: number): Revocation;
  /** Rejects the tokens of revoked sessions, and reports the revocation, from now on. */
  apply(revocation: Revocation): void;
  /**
   * Applies the revocations that other processes have written, and returns them. Then writes those
   * of this process that could not be written before, in the background.
   */
  refresh(): Promise<Revocation[]>;
}

/** A verified token. */
interface CachedToken {
  readonly principal: SessionPrincipal;
  /** The latest use that is known to be stored, in milliseconds since 1970. */
  usedAt: number;
}

/** Lifetimes of the tokens that this service issues. */
export interface SessionLifetimes {
  /** Lifetime of bearer tokens in milliseconds. */
  readonly tokenTtlMs: number;
  /** Lifetime of session cookies in milliseconds. */
  readonly sessionTtlMs: number;
}

export interface SessionsOptions {
  readonly store: AccountStore;
  readonly signer: TokenSigner;
  readonly clock: Clock;
  readonly lifetimes: SessionLifetimes;
  /** Called for each revocation that is applied, whichever process wrote it. */
  readonly onRevocation?: (revocation: Revocation) => void;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { store, signer, clock, lifetimes, onRevocation = () => {} } = options;
  /** Revocations are kept until every token of this server has expired and keys are forgotten. */
  const revocationTtlMs = Math.max(
    lifetimes.tokenTtlMs,
    lifetimes.sessionTtlMs,
    UNCONFIRMED_MS,
  );
  const cache = new Map<string, CachedToken>();
  const revocations = new Map<string, Revocation>();
  /** Moment, by `clock.elapsed`, before which a revocation is kept whatever the time of day. */
  const keptUntil = new Map<string, number>();
  /** Ids of revocations by the session or user they affect. */
  const bySubject = new Map<string, Set<string>>();
  /** Revocations that are applied in this process but not stored yet. */
  const unwritten = new Set<Revocation>();
  /** Whether unwritten revocations are being written again. */
  let isWriting = false;
  /** Time of the newest revocation that has been read. */
  let readUpTo = 0;
  /** Time of the latest read; undefined before the first. */
  let readAt: number | undefined;

  async function open(
    user: User,
    lifetimeMs: number,
    { idleMs, device }: SessionOptions = {},
  ): Promise<OpenedSession> {
    const id = clock.uuid(lastRevocationOf(user.id));
    const session = withIdleTime(
      { id, userId: user.id, expiresAt: clock.now() + lifetimeMs },
      idleMs,
    );
    const principal = sessionPrincipal(user, session);
    const token = await signer.sign(principal);
    if (!await store.openSession({ ...session, device }, user.version)) {
      throw invalidCredentials(user.id);
    }
    return { token, principal };
  }

  async function renew(
    principal: SessionPrincipal,
    idleMs: number,
  ): Promise<OpenedSession | undefined> {
    const { session } = principal.credential;
    const renewed = withIdleTime(session, idleMs);
    const gainedMs = expiryOf(renewed) - expiryOf(session);
    const isLast = expiryOf(renewed) === session.expiresAt;
    if (gainedMs < (isLast ? 1 : idleMs * RENEWAL_SHARE)) return undefined;
    const next: SessionPrincipal = {
      ...principal,
      credential: { kind: "session", session: renewed },
    };
    recordUse(renewed, clock.now());
    return { token: await signer.sign(next), principal: next };
  }

  function withIdleTime(session: Session, idleMs: number | undefined): Session {
    if (idleMs === undefined) return session;
    return { ...session, idleAt: Math.min(session.expiresAt, clock.now() + idleMs) };
  }

  /**
   * Returns the time of the latest revocation of a user's sessions. It is in the future if the
   * system's time has been set back.
   */
  function lastRevocationOf(userId: string): number | undefined {
    const ids = bySubject.get(userId);
    return ids && Math.max(...ids.values().map((id) => revocations.get(id)!.createdAt));
  }

  async function authenticate(token: string): Promise<SessionPrincipal | undefined> {
    const known = cache.get(token);
    if (known) {
      if (!isExpired(sessionOf(known))) return used(known);
      cache.delete(token);
      return undefined;
    }
    if (readAt === undefined) throw unavailable("Sessions cannot be checked yet");
    const principal = await signer.verify(token);
    const session = principal?.credential.session;
    if (!session || isExpired(session) || isRevoked(session)) return undefined;
    return used(remember(token, { principal, usedAt: uuidTime(session.id) }));
  }

  function remember(token: string, added: CachedToken): CachedToken {
    cache.set(token, added);
    if (cache.size > CACHED_TOKENS) {
      const [oldest] = cache.keys();
      cache.delete(oldest!);
    }
    return added;
  }

  function used(token: CachedToken): SessionPrincipal {
    const now = clock.now();
    if (now - token.usedAt >= RECORD_USE_AFTER_MS) {
      token.usedAt = now;
      recordUse(sessionOf(token), now);
    }
    return token.principal;
  }

  /** Records the use in the background; a use that cannot be written is lost. */
  function recordUse(session: Session, now: number): void {
    store.recordSessionUse(session, now).catch(() => {});
  }

  function isExpired(session: Session): boolean {
    return expiryOf(session) <= clock.now();
  }

  function isRevoked(session: Session): boolean {
    return [session.id, session.userId].some((subject) =>
      bySubject.get(subject)?.values().some((id) => endsSession(revocations.get(id)!, session))
    );
  }

  async function list(userId: string): Promise<ListedSession[]> {
    const stored = await store.listSessions(userId);
    return stored.filter((session) => !isExpired(session) && !isRevoked(session));
  }

  async function endOne(userId: string, sessionId: string): Promise<void> {
    const session = (await list(userId)).find(({ id }) => id === sessionId);
    if (!session) throw new ServiceError("not_found", "There is no session with this id");
    await end(session);
  }

  async function end(session: Session): Promise<void> {
    await revoke({
      ...revocationOf(session.userId),
      sessionId: session.id,
      expiresAt: session.expiresAt,
    });
  }

  async function revoke(revocation: Revocation): Promise<void> {
    apply(revocation);
    unwritten.add(revocation);
    await writeRevocation(revocation);
  }

  async function writeRevocation(revocation: Revocation): Promise<void> {
    await store.revoke(revocation);
    unwritten.delete(revocation);
  }

  function revocationOf(userId: string, exceptSessionId?: string, after?: number): Revocation {
    const id = clock.uuid(after);
    const createdAt = uuidTime(id);
    return {
      id,
      userId,
      sessionId: null,
      exceptSessionId: exceptSessionId ?? null,
      createdAt,
      expiresAt: createdAt + revocationTtlMs,
    };
  }

  /** Also ends sessions of servers whose clock is ahead or whose sessions live longer. */
  async function endAll(userId: string): Promise<void> {
    const stored = await store.listSessions(userId).catch(() => []);
    const latestStart = stored.reduce((latest, { id }) => Math.max(latest, uuidTime(id)), 0);
    const revocation = revocationOf(userId, undefined, latestStart);
    const expiresAt = stored.reduce(
      (latest, session) => Math.max(latest, session.expiresAt),
      revocation.expiresAt,
    );
    await revoke({ ...revocation, expiresAt });
  }

  function apply(revocation: Revocation): void {
    if (revocations.has(revocation.id)) return;
    revocations.set(revocation.id, revocation);
    keptUntil.set(revocation.id, clock.elapsed() + revocation.expiresAt - clock.now());
    const subject = revocation.sessionId ?? revocation.userId;
    bySubject.set(subject, (bySubject.get(subject) ?? new Set()).add(revocation.id));
    for (const [token, cached] of cache) {
      if (endsSession(revocation, sessionOf(cached))) cache.delete(token);
    }
    onRevocation(revocation);
  }

  async function refresh(): Promise<Revocation[]> {
    const now = clock.now();
    // While the date was ahead, revocations were dropped as expired.
    const since = readAt === undefined || now < readAt
      ? 0
      : Math.min(readUpTo, readAt) - OVERLAP_MS;
    const read = await store.revocationsSince(since);
    readAt = now;
    const added = read.filter(({ id, expiresAt }) => expiresAt > now && !revocations.has(id));
    for (const revocation of added) apply(revocation);
    readUpTo = read.reduce((latest, { createdAt }) => Math.max(latest, createdAt), readUpTo);
    forgetExpired();
    void writeUnwritten();
    return added;
  }

  /** Reads of revocations do not wait for the writes. The next refresh tries again those that fail. */
  async function writeUnwritten(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    for (const revocation of unwritten) await writeRevocation(revocation).catch(() => {});
    isWriting = false;
  }

  function forgetExpired(): void {
    const now = clock.now();
    for (const { id, sessionId, userId, expiresAt } of revocations.values()) {
      if (expiresAt > now || keptUntil.get(id)! > clock.elapsed()) continue;
      revocations.delete(id);
      keptUntil.delete(id);
      const subject = sessionId ?? userId;
      bySubject.get(subject)?.delete(id);
      if (bySubject.get(subject)?.size === 0) bySubject.delete(subject);
    }
  }

  return {
    open,
    renew,
    authenticate,
    end,
    endOne,
    endAll,
    list,
    revocationOf,
    apply,
    refresh,
  };
}

/** When the token of a session expires, in milliseconds since 1970. */
export function expiryOf({ expiresAt, idleAt = expiresAt }: Session): number {
  return idleAt;
}

function sessionOf({ principal }: CachedToken): Session {
  return principal.credential.session;
}

function endsSession(revocation: Revocation, session: Session): boolean {
  if (revocation.sessionId !== null) return revocation.sessionId === session.id;
  return revocation.userId === session.userId && revocation.exceptSessionId !== session.id &&
    uuidTime(session.id) <= revocation.createdAt;
}
