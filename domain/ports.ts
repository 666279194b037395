import type { ApiKey } from "./accounts/api_key.ts";
import type {
  ListedSession,
  Revocation,
  Session,
  User,
  UserChanges,
  UserRecord,
} from "./accounts/types.ts";
import type { ErrorCode } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { LogEntry, Outcome } from "./log_entry.ts";
import type { Question } from "./question.ts";
import type { ResultText } from "./result_text.ts";

/** Current time and time-ordered ids. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since an arbitrary moment, unaffected by changes of the system's time. */
  elapsed(): number;
  /**
   * Returns a UUIDv7 with the current time, greater than every earlier one from this clock. Its
   * time is later than `after`, in milliseconds since 1970, if that is given.
   */
  uuid(after?: number): string;
}

/** A browser or program that an account was signed in to from. */
export interface Device {
  /** UUIDv7 of the sign-in. */
  readonly id: string;
  /** Username in lower case. */
  readonly account: string;
}

/** Signs devices, so that their clients can keep them. */
export interface DeviceSigner {
  sign(device: Device): string;
  verify(device: Device, signature: string): boolean;
}

/** The durable log of accepted calculations. */
export interface RequestLog {
  /** Resolves when the entry is durable. Throws `unavailable` if it could not be recorded. */
  append(entry: LogEntry): Promise<void>;
}

export interface LogQuery {
  /** The user who asks, whose turn the read takes; not a filter. */
  readonly requesterId: string;
  /** Only entries of this user. */
  readonly userId?: string | undefined;
  /** Only entries of this operation. */
  readonly operation?: string | undefined;
  /** Only entries at or after this time, in milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Only entries before this time, in milliseconds since 1970. */
  readonly to?: number | undefined;
  /** Only entries with a smaller id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Limits what each user adds to the log on a day (UTC). */
export interface LogQuota {
  /** Throws `rate_limited` until the end of the day if the user has used up the quota. */
  check(userId: string): void;
  /** Reads the use of a user in all processes. Throws `unavailable`. */
  usage(userId: string): Promise<LogQuotaUsage>;
}

export interface LogQuotaUsage {
  readonly usedBytes: number;
  readonly maxBytes: number;
  /** End of the day, in milliseconds since 1970. */
  readonly resetsAt: number;
}

/** A part of the log. */
export interface LogPage {
  /** By descending id. */
  readonly entries: readonly LogEntry[];
  /** Cursor of the next page; null if there is none. */
  readonly next: string | null;
}

/**
 * Reads recorded calculations, in turns of the users who ask. Throws `unavailable` while the
 * database cannot be read, and `overloaded` if the user has too many reads waiting.
 */
export interface LogReader {
  /**
   * Returns a page, which ends early once its entries have some megabytes. Entries that are damaged
   * are left out.
   */
  page(query: LogQuery): Promise<LogPage>;
  /** Throws `gone` if the entry is damaged. */
  find(id: string, requesterId: string): Promise<LogEntry | undefined>;
  /** Counts the entries of a user, who is the requester. */
  count(userId: string): Promise<number>;
  /**
   * Counts entries in successive periods, each only up to `maxCount`, so that the cost does not
   * grow with the log.
   */
  countByPeriod(query: LogCountQuery): Promise<readonly number[]>;
}

export interface LogCountQuery extends Pick<LogQuery, "requesterId" | "userId"> {
  /** Boundaries of the periods in ascending order, in milliseconds since 1970. */
  readonly boundaries: readonly number[];
  readonly maxCount: number;
}

/**
 * Results of earlier calculations by the key of their question. A cache may drop any result but
 * never returns a wrong one. Neither method rejects: a failing cache behaves like an empty one.
 */
export interface ResultCache {
  get(key: string): Promise<ResultText | undefined>;
  put(key: string, result: ResultText): Promise<void>;
}

export interface ComputeJob {
  readonly question: Question;
  /** Predicted seconds on one core of this machine, including the slowdown factor. */
  readonly predictedSeconds: number;
  /** Time limit, in seconds on the reference machine; none if omitted. */
  readonly maxSeconds?: number;
  /** Maximum number of digits of intermediate results; no limit if omitted. */
  readonly maxDigits?: number;
  /** Limits to check before computing; omitted if the question has been checked. */
  readonly limits?: Limits;
  /** W3C `traceparent` of the request; undefined if it is not traced. */
  readonly traceparent?: string | undefined;
  /** Called once, before the result, with the seconds that an isolate worked on a started job. */
  readonly onMeasured?: ((seconds: number) => void) | undefined;
}

/** Progress of a calculation. */
export interface Progress {
  /** Share of the predicted work that is done, from 0 to 1; never decreases. */
  readonly fraction: number;
  /** Estimated seconds until the result, including time in the queue. */
  readonly secondsLeft: number;
}

/** Work shared by the requesters of one or more users; a user may have several requesters. */
export interface SharedWork<Result> {
  readonly result: Promise<Result>;
  /** Adds a requester of a user. */
  join(userId: string): void;
  /**
   * Removes a requester of a user, and returns whether no requester of any user is left. Work
   * without requesters is cancelled.
   */
  leave(userId: string): boolean;
  progress(): Progress;
}

/** Runs calculations that would block the server isolate. */
export interface ComputePool {
  /**
   * Queues a job for its first requester. Jobs are scheduled round-robin by user; shared work
   * starts at the first turn of any of its users. Throws, or rejects the result with,
   * `overloaded` if the queue is full, `time_limit_exceeded` if the job takes too long and
   * `unavailable` once the pool is closed.
   */
  run(userId: string, job: ComputeJob): SharedWork<ResultText>;
}

/** Receives every calculation, for metrics. */
export interface CalculationObserver {
  onFinished(calculation: FinishedCalculation): void;
}

export interface FinishedCalculation {
  readonly operation: string;
  readonly outcome: Outcome | "refused" | "unrecorded";
  /** Digits of the result, if there is one. */
  readonly digits?: number;
}

/** Makes the revocation of all sessions up to now, and up to `after` in milliseconds since 1970. */
export type MakeRevocation = (after?: number) => Revocation;

/** Users, sessions and revocations. Every method is atomic and throws `unavailable` on failure. */
export interface AccountStore {
  /** Throws `username_taken` if the name exists, ignoring case. */
  createUser(user: UserRecord): Promise<void>;
  findUserByName(username: string): Promise<UserRecord | undefined>;
  findUser(id: string): Promise<UserRecord | undefined>;
  listUsers(): Promise<User[]>;
  /** Returns users by name, ignoring case. */
  findUsers(query: UserQuery): Promise<User[]>;
  /**
   * Changes a user and writes a revocation in one transaction. `makeRevocation` is called once the
   * old state of the user can no longer open a session, with the time of the latest session, which
   * is in the future if the clock of another server is ahead. The revocation is kept until the last
   * session has expired, whatever lifetime the server that opened it was configured with.
   */
  updateUser(
    id: string,
    changes: UserChanges,
    makeRevocation: MakeRevocation,
  ): Promise<Revocation>;
  /**
   * Like `updateUser`, for the password. Returns undefined and changes nothing if the hash is no
   * longer `from`.
   */
  changePassword(
    id: string,
    hashes: { readonly from: string; readonly to: string },
    makeRevocation: MakeRevocation,
  ): Promise<Revocation | undefined>;
  /**
   * Like `updateUser`, but throws `last_administrator` and changes nothing if no enabled
   * administrator would be left.
   */
  administerUser(
    id: string,
    changes: UserChanges,
    makeRevocation: MakeRevocation,
  ): Promise<Revocation>;
  /**
   * Deletes a user with all sessions and API keys, marks the user's log entries for the removal of
   * the name, and writes a revocation, in one transaction. Throws `last_administrator` and deletes
   * nothing if no enabled administrator would be left. If a password hash is given and is no longer
   * that of the user, returns undefined and deletes nothing.
   */
  deleteUser(
    id: string,
    makeRevocation: MakeRevocation,
    passwordHash?: string,
  ): Promise<Revocation | undefined>;
  /** Replaces the hash of an unchanged password, and only if it is still `from`. */
  replaceHash(
    id: string,
    hashes: { readonly from: string; readonly to: string },
  ): Promise<void>;
  /** Opens a session; returns false instead if the user has changed since that version. */
  openSession(session: NewSession, userVersion: number): Promise<boolean>;
  /** Returns the stored sessions of a user, newest first, also revoked and expired ones. */
  listSessions(userId: string): Promise<ListedSession[]>;
  /** Writes the time at which a session was used, and its later idle time. */
  recordSessionUse(session: Session, now: number): Promise<void>;
  /** Writes a revocation; repeating the call has no further effect. */
  revoke(revocation: Revocation): Promise<void>;
  /** Returns revocations created at or after a moment, in milliseconds since 1970. */
  revocationsSince(moment: number): Promise<Revocation[]>;
  /** Deletes sessions and revocations that expired before a moment, in milliseconds since 1970. */
  removeExpired(moment: number): Promise<void>;
}

export interface NewSession extends Session {
  readonly device?: string | undefined;
}

export interface UserQuery {
  /** Only users whose name begins with this text, ignoring case. */
  readonly prefix: string;
  /** Only users whose name, in lower case, is greater. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** API keys by the hash of their text. Every method is atomic and throws `unavailable` on failure. */
export interface ApiKeyStore {
  /**
   * Stores a key after deleting the user's expired ones. Returns false instead if the user does not
   * exist or has `maxKeys` keys.
   */
  create(
    key: ApiKey,
    options: { readonly hash: string; readonly maxKeys: number },
  ): Promise<boolean>;
  /** Returns the key, expired or not, with the name of its user unless that user is disabled. */
  find(hash: string): Promise<FoundKey | undefined>;
  /** Returns the user's keys, newest first. */
  list(userId: string): Promise<ApiKey[]>;
  /** Writes the time of a use unless one since `unlessSince` is already stored. */
  recordUse(
    keyId: string,
    use: { readonly now: number; readonly unlessSince: number },
  ): Promise<void>;
  /** Deletes the key that a revocation names and writes the revocation, or returns false. */
  revoke(revocation: Revocation & { readonly sessionId: string }): Promise<boolean>;
}

export interface FoundKey {
  readonly key: ApiKey;
  readonly username: string;
}

/** Hashes passwords. Both methods throw `overloaded` if too many hashes are being computed. */
export interface PasswordHasher {
  /** Number of hashes that are being made or compared, each of which takes much memory. */
  readonly running: number;
  hash(password: string): Promise<string>;
  /** Returns false for an undefined hash, taking as long as for any other. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether `hash` would make a hash of another cost today. */
  isOutdated(hash: string): boolean;
}

/** Estimates how easily passwords are guessed. */
export interface PasswordEstimator {
  /**
   * Returns the strength against a guesser who knows the username: 0 and 1 for up to a million
   * guesses, 2 for up to 10^8, 3 for up to 10^10, 4 for more.
   */
  score(password: string, username: string): Promise<PasswordScore>;
}

export type PasswordScore = 0 | 1 | 2 | 3 | 4;

/** Counts events by key in fixed windows. Never rejects: an event is allowed if counting fails. */
export interface RateLimiter {
  /** Counts one event. Returns undefined within the limit, otherwise the seconds to wait. */
  take(key: string, limit: RateLimit): Promise<number | undefined>;
  /** Removes one event from the count. */
  refund(key: string): Promise<void>;
}

export interface RateLimit {
  readonly events: number;
  readonly windowMs: number;
}

export interface AnsweredRequest {
  readonly requestId: string;
  readonly method: string;
  /** Pattern of the route, never the client's path; "none" if no route matches. */
  readonly handler: string;
  /** Final status: for an event stream, the status of its last event. */
  readonly status: number;
  /** Status in the response head. */
  readonly sentStatus: number;
  readonly seconds: number;
  readonly userId: string | undefined;
  /** Id of the API key that authenticated the request. */
  readonly keyId?: string | undefined;
  /** The error that the response reports, if any. */
  readonly error: unknown;
  /** W3C `traceparent` of the request's span, if it is traced. */
  readonly traceparent?: string | undefined;
}

/** Receives every response, for metrics and the application log. */
export interface RequestObserver {
  onAnswered(request: AnsweredRequest): void;
}

export type SecurityEvent =
  | "signed_up"
  | "signed_in"
  | "sign_in_failed"
  | "signed_out"
  | "sessions_ended"
  | "password_changed"
  | "account_deleted"
  | "data_exported"
  | "user_changed"
  | "key_created"
  | "key_revoked"
  | "access_refused";

export interface SecurityEventDetails {
  /** Never as typed by a client that failed to sign in: it may be a password. */
  readonly username?: string | undefined;
  readonly userId?: string | undefined;
  /** Why a sign-in failed. */
  readonly reason?: ErrorCode;
  /** Id of the user whose account an administrator changed. */
  readonly subjectId?: string;
  /** What an administrator changed, as in `role=admin`. */
  readonly change?: string;
  /** Id of the API key that was created, revoked or refused. */
  readonly keyId?: string | undefined;
  readonly address: string;
  readonly requestId: string;
}

/** Receives security events of accounts, for the application log. */
export interface SecurityObserver {
  onSecurityEvent(
    event: SecurityEvent,
    details: SecurityEventDetails,
  ): void;
}

/** State of the service and its dependencies, updated in the background. */
export type Health = HealthChecks & Readiness;

export interface HealthChecks {
  readonly database: CheckState;
  readonly cache: CheckState;
  readonly events: CheckState;
  /** Whether a calculation could be recorded now. */
  readonly recording: boolean;
  /** By how many seconds the clock is ahead of the database's; absent while unknown. */
  readonly clockSkew?: number;
  /** Stored data that cannot be read, found since the start; absent if there is none. */
  readonly damage?: Damage;
}

/** `entries`: single log entries; `database`: more than that, or it is not known. */
export type Damage = "entries" | "database";

/** Whether the service is ready for requests and, until then, the step it is waiting for. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly waitingFor: StartStep };

/**
 * Startup steps: connect to the database, migrate its tables, read the session revocations; and, at
 * any time, a clock that agrees with the database's.
 */
export type StartStep = "database" | "migration" | "sessions" | "clock";

/** `off` is the state of a dependency that is not configured. */
export type CheckState = "ok" | "failing" | "off";

/**
 * Calls back once if the memory of the process grows by this many bytes, until the returned function
 * is called. Growth during sign-ins and calculations does not count, up to 256 MiB.
 */
export type WatchGrowth = (bytes: number, onExceeded: () => void) => () => void;
