import { invalidCredentials, unavailable } from "../errors.ts";
import type { AccountStore, Clock } from "../ports.ts";
import { uuidTime } from "../uuid_time.ts";
import type { Revocation, Session, User } from "./types.ts";

/** Verified tokens that are remembered, so that a request needs no cryptography. */
const REMEMBERED_TOKENS = 10_000;

/** Revocations are read again this long, since others' clocks and commits may lag. */
const OVERLAP_MS = 60_000;

/** Makes and verifies signed tokens. */
export interface TokenSigner {
  sign(session: Session): Promise<string>;
  /** The session of a token that is signed by this service and has not expired. */
  verify(token: string): Promise<Session | undefined>;
}

export interface OpenedSession {
  readonly token: string;
  readonly session: Session;
}

export interface Sessions {
  /**
   * Opens a session that lasts so long and returns its token. Throws `invalid_credentials` if the
   * account has changed since it was read.
   */
  open(user: User, lifetimeMs: number): Promise<OpenedSession>;
  /** The session of a valid token that nothing has ended. Throws `unavailable` before the first `refresh`. */
  authenticate(token: string): Promise<Session | undefined>;
  /** Ends a session here at once, then everywhere; throws `unavailable` when only the former worked. */
  end(session: Session): Promise<void>;
  /** The revocation of all sessions that a user has begun by now, but for one. */
  revocationOf(userId: string, exceptSessionId?: string): Revocation;
  /** Refuses from now on what a revocation ends. */
  apply(revocation: Revocation): void;
  /** Learns of revocations written by others, and returns them. */
  refresh(): Promise<Revocation[]>;
}

/** Lifetimes of the tokens that this service issues. */
export interface SessionLifetimes {
  /** Of bearer tokens, in milliseconds. */
  readonly tokenTtlMs: number;
  /** Of session cookies, in milliseconds. */
  readonly sessionTtlMs: number;
}

export interface SessionsOptions {
  readonly store: AccountStore;
  readonly signer: TokenSigner;
  readonly clock: Clock;
  readonly lifetimes: SessionLifetimes;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { store, signer, clock, lifetimes } = options;
  /** A revocation is kept until the last token that it may concern has expired. */
  const revocationTtlMs = Math.max(lifetimes.tokenTtlMs, lifetimes.sessionTtlMs);
  const remembered = new Map<string, Session>();
  const revocations = new Map<string, Revocation>();
  /** The keys of `revocations` by the session or user they concern. */
  const bySubject = new Map<string, Set<string>>();
  /** Ended here, but not yet written for the others. */
  const unwritten = new Set<Revocation>();
  let readUpTo: number | undefined;

  async function open(user: User, lifetimeMs: number): Promise<OpenedSession> {
    const session: Session = {
      id: clock.uuid(),
      userId: user.id,
      username: user.username,
      role: user.role,
      expiresAt: clock.now() + lifetimeMs,
    };
    const token = await signer.sign(session);
    if (!await store.openSession(session, user.version)) throw invalidCredentials();
    return { token, session };
  }

  async function authenticate(token: string): Promise<Session | undefined> {
    const known = remembered.get(token);
    if (known) {
      if (known.expiresAt > clock.now()) return known;
      remembered.delete(token);
      return undefined;
    }
    if (readUpTo === undefined) throw unavailable("Sessions cannot be checked yet");
    const session = await signer.verify(token);
    if (!session || session.expiresAt <= clock.now() || isRevoked(session)) return undefined;
    remember(token, session);
    return session;
  }

  function remember(token: string, session: Session): void {
    remembered.set(token, session);
    if (remembered.size <= REMEMBERED_TOKENS) return;
    const [oldest] = remembered.keys();
    remembered.delete(oldest!);
  }

  function isRevoked(session: Session): boolean {
    return [session.id, session.userId].some((subject) =>
      bySubject.get(subject)?.values().some((id) => ends(revocations.get(id)!, session))
    );
  }

  async function end(session: Session): Promise<void> {
    const revocation = {
      ...revocationOf(session.userId),
      sessionId: session.id,
      expiresAt: session.expiresAt,
    };
    apply(revocation);
    unwritten.add(revocation);
    await writeRevocation(revocation);
  }

  async function writeRevocation(revocation: Revocation): Promise<void> {
    await store.revoke(revocation);
    unwritten.delete(revocation);
  }

  function revocationOf(userId: string, exceptSessionId?: string): Revocation {
    const id = clock.uuid();
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

  function apply(revocation: Revocation): void {
    if (revocations.has(revocation.id)) return;
    revocations.set(revocation.id, revocation);
    const subject = revocation.sessionId ?? revocation.userId;
    bySubject.set(subject, (bySubject.get(subject) ?? new Set()).add(revocation.id));
    for (const [token, session] of remembered) {
      if (ends(revocation, session)) remembered.delete(token);
    }
  }

  async function refresh(): Promise<Revocation[]> {
    for (const revocation of unwritten) await writeRevocation(revocation);
    const since = readUpTo === undefined ? 0 : Math.min(readUpTo, clock.now()) - OVERLAP_MS;
    const read = await store.revocationsSince(since);
    const now = clock.now();
    const learnt = read.filter(({ id, expiresAt }) => expiresAt > now && !revocations.has(id));
    for (const revocation of learnt) apply(revocation);
    readUpTo = read.reduce((latest, { createdAt }) => Math.max(latest, createdAt), readUpTo ?? 0);
    forgetExpired();
    return learnt;
  }

  function forgetExpired(): void {
    const now = clock.now();
    for (const { id, sessionId, userId, expiresAt } of revocations.values()) {
      if (expiresAt > now) continue;
      revocations.delete(id);
      const subject = sessionId ?? userId;
      bySubject.get(subject)?.delete(id);
      if (bySubject.get(subject)?.size === 0) bySubject.delete(subject);
    }
  }

  return { open, authenticate, end, revocationOf, apply, refresh };
}

function ends(revocation: Revocation, session: Session): boolean {
  if (revocation.sessionId !== null) return revocation.sessionId === session.id;
  return revocation.userId === session.userId && revocation.exceptSessionId !== session.id &&
    uuidTime(session.id) <= revocation.createdAt;
}
