import { z } from "zod";

export const roleSchema = z.enum(["user", "admin"]);

/** What a user may do: an admin also reads the log entries of all other users. */
export type Role = z.infer<typeof roleSchema>;

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

/** A signed-in period of one user, from sign-in to expiry or revocation. */
export interface Session {
  /** UUIDv7, the `jti` of its token; its timestamp is when the session began. */
  readonly id: string;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Ends one session, or every session a user began up to a moment except one. */
export interface Revocation {
  readonly id: string;
  readonly userId: string;
  /** The only session it ends; null to end all of the user's sessions. */
  readonly sessionId: string | null;
  /** The session that survives; null for none. */
  readonly exceptSessionId: string | null;
  /** Milliseconds since 1970. Ends sessions that began at or before this moment. */
  readonly createdAt: number;
  /** Milliseconds since 1970: every token it affects has expired by then. */
  readonly expiresAt: number;
}
