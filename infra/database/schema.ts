import type { Role } from "../../domain/accounts/types.ts";

/** The tables, as Kysely sees them. Moments ending in `_ms` are milliseconds since 1970. */
export interface Schema {
  users: {
    id: string;
    username: string;
    /** The username in lower case. */
    username_key: string;
    role: Role;
    /** 0 or 1. */
    disabled: number;
    /** UTC, RFC 3339. */
    created_at: string;
    password_hash: string;
    /** Grows with every change. */
    version: number;
  };
  sessions: {
    id: string;
    user_id: string;
    expires_at_ms: number;
  };
  revocations: {
    id: string;
    user_id: string;
    session_id: string | null;
    except_session_id: string | null;
    created_at_ms: number;
    expires_at_ms: number;
  };
  settings: {
    name: string;
    value: string;
  };
  request_log: {
    id: string;
    user_id: string;
    operation: string;
    /** The whole entry as JSON, as it is shown and published. */
    entry: string;
    /** 0 while the entry has to go to the topic still, otherwise 1. */
    published: number;
  };
}
