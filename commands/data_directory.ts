import { ConfigError } from "../infra/config/parse_config.ts";
import { DATABASE_FILE } from "../infra/isolates/database_isolates.ts";

/**
 * Makes the directory if it is missing, and the database's file for nobody else to read. Throws a
 * ConfigError if that is not possible.
 */
export function prepareDataDirectory(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
    const file = `${path}/${DATABASE_FILE}`;
    Deno.openSync(file, { create: true, append: true, mode: 0o600 }).close();
  } catch (error) {
    const reason = (error as Error).message;
    throw new ConfigError([`DATA_DIR: cannot use ${JSON.stringify(path)}: ${reason}`]);
  }
}
