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
  /** Grows with every change of the account. */
  readonly version: number;
}

export interface UserRecord extends User {
  readonly passwordHash: string;
}

export type UserChanges = Partial<Pick<UserRecord, "passwordHash" | "role" | "disabled">>;

/** Who a verified token speaks for. */
export interface Session {
  /** UUIDv7, the token's `jti`; its millisecond is when the session began. */
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface SessionRecord {
  readonly id: string;
  readonly userId: string;
  readonly expiresAt: number;
}

/** The end of one session, or of all that a user began up to a moment, but for one. */
export interface Revocation {
  readonly id: string;
  readonly userId: string;
  /** Only this session; null for all of the user's. */
  readonly sessionId: string | null;
  readonly exceptSessionId: string | null;
  /** Milliseconds since 1970: when it was made, and the last moment whose sessions it ends. */
  readonly createdAt: number;
  /** When the last token it concerns has expired by itself. */
  readonly expiresAt: number;
}
