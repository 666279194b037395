import type { LogEntry } from "../domain/log_entry.ts";
import type { LogQuery } from "../domain/ports.ts";
import type { Database } from "../infra/database/database.ts";
import { createLogReader } from "../infra/request_log/log_reader.ts";
import { createReadAdmission } from "../infra/request_log/read_admission.ts";

const REQUESTER = "00000000-0000-7000-8000-00000000000f";

/** A log reader for one requester whose pages are only their entries. */
export function openLogReader(database: Database, onDamagedEntry: (id: string) => void = () => {}) {
  const reader = createLogReader({
    database,
    admission: createReadAdmission(database),
    onDamagedEntry,
  });
  return {
    page: async (query: Omit<LogQuery, "requesterId">): Promise<readonly LogEntry[]> =>
      (await reader.page({ ...query, requesterId: REQUESTER })).entries,
    find: (id: string) => reader.find(id, REQUESTER),
    count: reader.count,
    reader,
  };
}
