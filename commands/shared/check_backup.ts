import { errorText } from "../../domain/error_text.ts";
import { laterMigrationError } from "../../infra/database/migrate.ts";
import { verifySqlite } from "../../infra/database/sqlite/verify.ts";

/**
 * Checks that a database file is intact and that this version can use it; describes it in words.
 * Throws an error that names the file.
 */
export function checkBackup(path: string, shownAs: string): string {
  try {
    const { migrations, entries } = verifySqlite(path);
    const error = laterMigrationError(migrations);
    if (error) throw error;
    return `${entries} log entries, schema ${migrations.at(-1)}, integrity checked`;
  } catch (error) {
    throw new Error(`Cannot use ${JSON.stringify(shownAs)}: ${errorText(error)}`);
  }
}
