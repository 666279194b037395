import { withDatabase } from "../commands/shared/accounts.ts";
import type { Database } from "../infra/database/database.ts";
import type { TestService } from "./service.ts";

/** Runs work on the database of a running test service. */
export async function openDatabaseOf(
  app: TestService,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  await withDatabase(app.config, work);
}
