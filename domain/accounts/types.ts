import * as z from "zod";
import { once } from "../once.ts";

export const roleSchema = once(() => z.enum(["user", "admin"]));

/** Role of a user. An admin may also read the log entries of all other users. */
export type Role = z.infer<ReturnType<typeof roleSchema>>;

export interface User {
  /** UUIDv7. */
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** UTC, RFC 3339. */
  readonly createdAt: string;
  /** Increases with every change to the account. */
  readonly version: number;
}

export interface UserRecord extends User {
  readonly passwordHash: string;
}

export type UserChanges = Partial<Pick<UserRecord, "passwordHash" | "role" | "disabled">>;

/** A session of one user, from sign-in to expiry or revocation. */
export interface Session {
  /** UUIDv7, the `jti` of its token; its timestamp is the start of the session. */
  readonly id: string;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /**
   * End of an idle session, in milliseconds since 1970: its token expires then unless it is renewed.
   * Undefined if the session does not end earlier when it is idle.
   */
  readonly idleAt?: number;
}

/** A session as the account page lists it. */
export interface ListedSession extends Session {
  /** The program that signed in, as in `Firefox on Linux`; null if it is not known. */
  readonly device: string | null;
  /** Milliseconds since 1970; null if the session has not been used since its first minutes. */
  readonly lastUsedAt: number | null;
}

/** The username in log entries of deleted accounts. No account can have it. */
export const DELETED_USERNAME = "(deleted)";

/**
 * Ends one session or API key of a user, or all sessions that started up to a point in time, except
 * one.
 */
export interface Revocation {
  readonly id: string;
  readonly userId: string;
  /** The session or API key to end; null for all sessions of the user. */
  readonly sessionId: string | null;
  /** The session to keep; null for none. */
  readonly exceptSessionId: string | null;
  /** Milliseconds since 1970. Ends sessions that started at or before this time. */
  readonly createdAt: number;
  /** Milliseconds since 1970. Every affected token has expired by then, and keys are forgotten. */
  readonly expiresAt: number;
}
