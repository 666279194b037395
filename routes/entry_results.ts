import type { Principal } from "../domain/accounts/principal.ts";
import { ServiceError } from "../domain/errors.ts";
import type { LogEntry } from "../domain/log_entry.ts";
import { findOperation } from "../domain/operations/mod.ts";
import type { LogReader } from "../domain/ports.ts";
import type { RecordedResults } from "../domain/recorded_results.ts";
import type { ResultText } from "../domain/result_text.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Log entries and their results, for the users who may see them. */
export interface EntryResults {
  /** Throws `not_found` for an entry of another user too, unless an administrator asks. */
  entry(id: string, principal: Pick<Principal, "userId" | "role">): Promise<LogEntry>;
  /** Throws `not_found` without a result, and `gone` if it is long and no longer cached. */
  result(entry: LogEntry): Promise<ResultText>;
}

export interface EntryResultsOptions {
  readonly logReader: Pick<LogReader, "find">;
  readonly recordedResults: RecordedResults;
}

export function createEntryResults({ logReader, recordedResults }: EntryResultsOptions) {
  const entryResults: EntryResults = {
    entry: async (text, { userId, role }) => {
      const id = text.toLowerCase();
      const entry = UUID.test(id) ? await logReader.find(id, userId) : undefined;
      if (entry && (role === "admin" || entry.user === userId)) return entry;
      throw new ServiceError("not_found", "There is no log entry with this id");
    },
    result: async (entry) => {
      if (entry.outcome !== "ok") {
        throw new ServiceError(
          "not_found",
          `The calculation has no result: it is ${entry.outcome}`,
        );
      }
      const result = await recordedResults.find(entry);
      if (result) return result;
      throw gone(entry);
    },
  };
  return entryResults;
}

function gone({ operation, input }: LogEntry): ServiceError {
  const path = findOperation(operation)?.paths[0] ?? `/${operation}`;
  const isAbbreviated = Object.values(input).flat().some((text) => text.includes("…"));
  const reason = isAbbreviated
    ? "The digits cannot be found, because the log abbreviates the input"
    : "The digits are no longer cached";
  return new ServiceError(
    "gone",
    `${reason}: send the question to POST ${path} again, then use the id of the new answer`,
  );
}
