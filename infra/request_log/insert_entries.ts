import type { Database } from "../database/database.ts";
import { RefusedError } from "./refused_error.ts";
import type { WriteBatch } from "./two_places.ts";

/** Writes batches to the database; throws a RefusedError for one that it would refuse again. */
export function insertEntries(database: Database, published: boolean): WriteBatch {
  return async (entries) => {
    try {
      await database.insertEntries(entries, published);
    } catch (error) {
      if (!database.refuses(error)) throw error;
      throw new RefusedError(`The database refuses it: ${(error as Error).message}`, {
        cause: error,
      });
    }
  };
}
