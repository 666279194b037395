import { errorText } from "../../domain/error_text.ts";
import type { Database } from "../database/database.ts";
import { PermanentError } from "./permanent_error.ts";
import type { WriteBatch } from "./write_batch.ts";

export interface InsertOptions {
  /** Whether the entries are on the topic already, or never need to be. */
  readonly published: boolean;
}

/** Writes batches to the database. Throws a PermanentError when the database rejects the values. */
export function insertEntries(database: Database, { published }: InsertOptions): WriteBatch {
  return async (entries) => {
    try {
      await database.insertEntries(entries, published);
    } catch (error) {
      if (!database.isPermanent(error)) throw error;
      throw new PermanentError(`The database rejected the entries: ${errorText(error)}`, {
        cause: error,
      });
    }
  };
}
