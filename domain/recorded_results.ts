import { ServiceError } from "./errors.ts";
import { type LogEntry, resultFields } from "./log_entry.ts";
import { findOperation } from "./operations/mod.ts";
import type { ResultCache } from "./ports.ts";
import { Question } from "./question.ts";
import type { ResultText } from "./result_text.ts";

/** Results of log entries, which abbreviate what has more than 1,000 digits. */
export interface RecordedResults {
  /** Returns the result of an entry; undefined if it is abbreviated and no longer cached. */
  find(entry: LogEntry): Promise<ResultText | undefined>;
}

/**
 * Finds an abbreviated result in the cache by the key of the entry's question, and checks it against
 * the entry. Nothing is computed or recorded.
 */
export function createRecordedResults(cache: Pick<ResultCache, "get">): RecordedResults {
  return {
    find: async (entry) => {
      const { result: text, digits } = entry;
      if (text !== null && !isAbbreviated(text)) return { kind: "short", text, digits };
      const question = questionOf(entry);
      const cached = question && await cache.get(question.key);
      return cached && isResultOf(entry, cached) ? cached : undefined;
    },
  };
}

/** The question of an entry; undefined if its input is abbreviated or from another version. */
export function questionOf({ operation: name, input }: LogEntry): Question | undefined {
  const operation = findOperation(name);
  if (!operation || Object.values(input).flat().some(isAbbreviated)) return undefined;
  try {
    return Question.parse(operation, input);
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

function isAbbreviated(text: string): boolean {
  return text.includes("…");
}

function isResultOf(entry: LogEntry, cached: ResultText): boolean {
  const { result, sha256 } = resultFields(cached);
  return result === entry.result && sha256 === entry.sha256;
}
