import type { DeleteResult } from "kysely";
import { mapDatabaseErrors } from "./map_database_errors.ts";

/** Rows deleted in one statement, so that none holds up a commit for long. */
const BATCH = 1_000;

/** Deletes at most so many rows at a time until fewer are left; returns how many there were. */
export async function deleteInBatches(
  deleteSome: (limit: number) => Promise<DeleteResult>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { numDeletedRows } = await mapDatabaseErrors(() => deleteSome(BATCH));
    deleted += Number(numDeletedRows);
    if (numDeletedRows < BATCH) return deleted;
  }
}
