import type { Insertable, Selectable } from "kysely";
import type { Revocation } from "../../domain/accounts/types.ts";
import type { Schema } from "./schema.ts";

export function revocationRow(revocation: Revocation): Insertable<Schema["revocations"]> {
  return {
    id: revocation.id,
    user_id: revocation.userId,
    session_id: revocation.sessionId,
    except_session_id: revocation.exceptSessionId,
    created_at_ms: revocation.createdAt,
    expires_at_ms: revocation.expiresAt,
  };
}

export function readRevocation(row: Selectable<Schema["revocations"]>): Revocation {
  return {
    id: row.id,
    userId: row.user_id,
    sessionId: row.session_id,
    exceptSessionId: row.except_session_id,
    createdAt: Number(row.created_at_ms),
    expiresAt: Number(row.expires_at_ms),
  };
}
