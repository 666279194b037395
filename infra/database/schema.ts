import type { Role } from "../../domain/accounts/types.ts";

/**
 * The tables as Kysely sees them. Ids are UUIDv7. Columns ending in `_ms` are milliseconds since
 * 1970.
 */
export interface Schema {
  users: {
    id: string;
    username: string;
    /** The username in lower case, unique. */
    username_key: string;
    role: Role;
    /** 0 or 1. */
    disabled: number;
    /** UTC, RFC 3339. */
    created_at: string;
    /** PHC string format. */
    password_hash: string;
    /** Starts at 1 and increases with every change of the row. */
    version: number;
  };
  sessions: {
    id: string;
    user_id: string;
    expires_at_ms: number;
    /** Null for a session that does not end earlier when it is idle. */
    idle_at_ms: number | null;
    /** The program that signed in, as in `Firefox on Linux`; null if it is not known. */
    device: string | null;
    /** Null if the session has not been used since its first minutes. */
    last_used_at_ms: number | null;
  };
  /** Users whose account was deleted, by an id that names nobody. Rows are never deleted. */
  deleted_users: {
    id: string;
    deleted_at_ms: number;
    /** When the name was removed from the log entries; null until then. */
    forgotten_at_ms: number | null;
  };
  /** Revoked sessions and API keys: a single one, or all sessions up to `created_at_ms`. */
  revocations: {
    id: string;
    user_id: string;
    /** The only session, or the API key, to revoke; null for all sessions of the user. */
    session_id: string | null;
    /** A session exempt from the revocation. */
    except_session_id: string | null;
    created_at_ms: number;
    /** Expiry of the last token that the revocation can affect. */
    expires_at_ms: number;
  };
  api_keys: {
    id: string;
    user_id: string;
    /** SHA-256 of the key, in hexadecimal; unique. */
    hash: string;
    name: string;
    /** The first 8 characters of the key. */
    prefix: string;
    /** Separated by spaces. */
    scopes: string;
    created_at_ms: number;
    /** Null for a key that does not expire. */
    expires_at_ms: number | null;
    /** Null before the first use. */
    last_used_at_ms: number | null;
  };
  /** Values shared by all processes on this database. */
  settings: {
    name: string;
    value: string;
  };
  request_log: {
    /** On Postgres of type `uuid`, or `text` until the log of an earlier version is converted. */
    id: string;
    /** Of the same type as `id`; see `logUserId` for guests. */
    user_id: string;
    operation: string;
    /** The `LogEntry` as JSON, without what `restoreEntry` adds. */
    entry: string;
    /** 0 while the relay has yet to publish the entry, otherwise 1. */
    published: number;
  };
  /** Bytes that users have added to the request log, by day and process. */
  log_usage: {
    /** UTC, as in 2026-01-31. */
    day: string;
    user_id: string;
    /** A UUID of the process. */
    process: string;
    bytes: number;
  };
}
