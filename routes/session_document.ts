import type { ListedSession } from "../domain/accounts/types.ts";
import { expiryOf } from "../domain/accounts/sessions.ts";
import { uuidTime } from "../domain/uuid_time.ts";

/** Returns the JSON representation of a session, without its token. */
export function sessionDocument(session: ListedSession, currentId: string) {
  const startedAt = uuidTime(session.id);
  return {
    id: session.id,
    device: session.device,
    created_at: utc(startedAt),
    last_used_at: utc(session.lastUsedAt ?? startedAt),
    expires_at: utc(expiryOf(session)),
    current: session.id === currentId,
  };
}

function utc(ms: number): string {
  return new Date(ms).toISOString();
}
