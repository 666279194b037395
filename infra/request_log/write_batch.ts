import type { PendingEntry } from "./pending_entry.ts";

/**
 * Writes a batch of entries; resolves when it is durable. Rejects with a PermanentError if the
 * destination rejects an entry, which it would do again.
 */
export type WriteBatch = (entries: readonly PendingEntry[]) => Promise<void>;
