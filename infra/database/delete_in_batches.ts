import type { DeleteResult } from "kysely";
import { mapDatabaseErrors } from "./map_database_errors.ts";

/** Rows per statement: a larger one would delay commits. */
const BATCH_ROWS = 1_000;

/**
 * Calls `deleteSome` with a row limit until it deletes fewer rows. Returns the total number of
 * deleted rows; throws `unavailable`.
 */
export async function deleteInBatches(
  deleteSome: (limit: number) => Promise<DeleteResult>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { numDeletedRows } = await mapDatabaseErrors(() => deleteSome(BATCH_ROWS));
    deleted += Number(numDeletedRows);
    if (numDeletedRows < BATCH_ROWS) return deleted;
  }
}
