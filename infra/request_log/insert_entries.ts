import { errorText } from "../../domain/error_text.ts";
import type { Database } from "../database/database.ts";
import { PermanentError } from "./permanent_error.ts";
import type { WriteBatch } from "./hedged_write.ts";

/** Writes batches to the database; throws a RefusedError for one that it would refuse again. */
export function insertEntries(database: Database, published: boolean): WriteBatch {
  return async (entries) => {
    try {
      await database.insertEntries(entries, published);
    } catch (error) {
      if (!database.isPermanent(error)) throw error;
      throw new PermanentError(`The database refuses it: ${errorText(error)}`, {
        cause: error,
      });
    }
  };
}
