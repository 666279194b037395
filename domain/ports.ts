import type { Revocation, SessionRecord, User, UserChanges, UserRecord } from "./accounts/types.ts";
import type { LogEntry, Outcome } from "./log_entry.ts";
import type { Operation } from "./operations/mod.ts";
import type { ResultText } from "./result_text.ts";

/** The present, and names for what happens in it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** A UUIDv7 of this moment, greater than all before it from the same clock. */
  uuid(): string;
}

/** Where every accepted calculation is recorded. */
export interface RequestLog {
  /** Resolves when the entry is durable. Throws `unavailable` when it could not be recorded. */
  append(entry: LogEntry): Promise<void>;
}

export interface LogQuery {
  /** Only this user's entries. */
  readonly userId?: string | undefined;
  readonly operation?: string | undefined;
  /** Only entries before this id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The recorded calculations. Throws `unavailable` while the database cannot be read. */
export interface LogReader {
  /** Entries by descending id. */
  page(query: LogQuery): Promise<LogEntry[]>;
  count(userId: string): Promise<number>;
}

/** Results of earlier calculations. Holding nothing is always allowed; a wrong result never is. */
export interface ResultCache {
  get(key: string): Promise<ResultText | undefined>;
  put(key: string, result: ResultText): Promise<void>;
}

export interface ComputeJob {
  readonly operation: Operation;
  readonly input: unknown;
  readonly predictedSeconds: number;
}

/** How far a calculation has come. */
export interface Progress {
  /** Share of the predicted work that is done, from 0 to 1, never less than before. */
  readonly fraction: number;
  /** Estimated seconds until the result is there, waiting for a turn included. */
  readonly secondsLeft: number;
}

/** Work whose result one or more users wait for. */
export interface SharedWork<Result> {
  readonly result: Promise<Result>;
  /** Lets a user wait for the result, too; may be called again for the same user. */
  join(userId: string): void;
  /** Lets a user wait no longer, however often they joined. The work stops when nobody is left. */
  leave(userId: string): void;
  progress(): Progress;
}

/** Where calculations run that are too long for the thread that answers requests. */
export interface ComputePool {
  /**
   * Takes a job from its first user. Waiting users take turns; what several wait for is started at
   * the first of their turns. Throws, at once or in the result, `overloaded` when too much is
   * waiting, `time_limit_exceeded` when the work took too long, and `unavailable` when the pool is
   * closed.
   */
  run(userId: string, job: ComputeJob): SharedWork<ResultText>;
}

/** Told of every calculation, for metrics. */
export interface CalculationObserver {
  onFinished(
    operation: string,
    outcome: Outcome | "refused" | "unrecorded",
    digits: number | null,
  ): void;
}

/** Users, sessions and what ended them. Every method is atomic and throws `unavailable` on failure. */
export interface AccountStore {
  /** Throws `username_taken` if the name exists without regard to case. */
  createUser(user: UserRecord): Promise<void>;
  findUserByName(username: string): Promise<UserRecord | undefined>;
  findUser(id: string): Promise<UserRecord | undefined>;
  listUsers(): Promise<User[]>;
  /**
   * Changes a user and ends the sessions that a revocation names, together. The revocation is made
   * when no session can be opened any more before the change.
   */
  updateUser(
    id: string,
    changes: UserChanges,
    makeRevocation: () => Revocation,
  ): Promise<Revocation>;
  /** False, without a session, if the user has changed since that version. */
  openSession(session: SessionRecord, userVersion: number): Promise<boolean>;
  revoke(revocation: Revocation): Promise<void>;
  /** Revocations written at or after a moment, in milliseconds since 1970. */
  revocationsSince(moment: number): Promise<Revocation[]>;
  /** Removes sessions and revocations that have expired by a moment. */
  removeExpired(moment: number): Promise<void>;
}

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes the same time for an undefined hash, and is then false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** Counts events by key within windows of time. Never fails: what cannot be counted is let pass. */
export interface RateLimiter {
  /** Counts one event; undefined if it is within the limit, otherwise the seconds to wait. */
  take(key: string, limit: RateLimit): Promise<number | undefined>;
  /** Takes back one counted event. */
  refund(key: string): Promise<void>;
}

export interface RateLimit {
  readonly events: number;
  readonly windowMs: number;
}

export interface AnsweredRequest {
  readonly requestId: string;
  readonly method: string;
  /** The route's pattern, never the path a client chose; "none" if there is no route. */
  readonly handler: string;
  /** What the request ended with. */
  readonly status: number;
  /** What the answer began with, which differs where only an event told of the end. */
  readonly sentStatus: number;
  readonly seconds: number;
  readonly userId: string | undefined;
  /** What the request failed with, if it did. */
  readonly error: unknown;
}

/** Told of every request, for metrics and the application log. */
export interface RequestObserver {
  onAnswered(request: AnsweredRequest): void;
}

export type SecurityEvent =
  | "signed_up"
  | "signed_in"
  | "sign_in_failed"
  | "sessions_ended"
  | "signed_out"
  | "password_changed"
  | "access_refused";

/** Told of what matters to an account's safety, for the application log. */
export interface SecurityObserver {
  onSecurityEvent(
    event: SecurityEvent,
    details: { readonly username?: string; readonly address: string; readonly requestId: string },
  ): void;
}

/** State of the service and of what it depends on, kept up to date in the background. */
export type Health = HealthChecks & Readiness;

export interface HealthChecks {
  readonly database: CheckState;
  readonly cache: CheckState;
  readonly events: CheckState;
  /** Whether a calculation could be recorded now. */
  readonly recording: boolean;
}

/** Whether everything that requests need has been read, and until then, the next step. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly waitingFor: StartStep };

/** Connecting to the database, migrating its tables, reading the revocations of sessions. */
export type StartStep = "database" | "migration" | "sessions";

/** `off` is the state of a dependency that is not configured. */
export type CheckState = "ok" | "failing" | "off";
