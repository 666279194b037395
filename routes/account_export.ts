import type { ApiKey } from "../domain/accounts/api_key.ts";
import type { SessionPrincipal } from "../domain/accounts/principal.ts";
import type { ListedSession, User } from "../domain/accounts/types.ts";
import type { LogReader } from "../domain/ports.ts";
import { keyDocument } from "./key_document.ts";
import { exportLog } from "./log_export.ts";
import { sessionDocument } from "./session_document.ts";
import { userDocument } from "./user_document.ts";

/** Everything that is stored about a user. */
export interface AccountData {
  readonly user: User;
  readonly sessions: readonly ListedSession[];
  readonly keys: readonly ApiKey[];
}

/**
 * Streams the account, its sessions and API keys without secrets, and all log entries, as one JSON
 * document with an entry on each line.
 */
export async function exportAccount(
  reader: Pick<LogReader, "page">,
  { userId, credential }: SessionPrincipal,
  { user, sessions, keys }: AccountData,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const head = {
    account: userDocument(user),
    sessions: sessions.map((session) => sessionDocument(session, credential.session.id)),
    api_keys: keys.map(keyDocument),
  };
  return await exportLog(reader, {
    format: {
      contentType: "application/json",
      header: `${JSON.stringify(head).slice(0, -1)},"calculations":[\n`,
      line: (entry) => JSON.stringify(entry),
      separator: ",\n",
      footer: "\n]}\n",
    },
    query: { requesterId: userId, userId, limit: Infinity },
  });
}
