import { errorText } from "../../domain/error_text.ts";
import type { Config } from "../../infra/config/config.ts";
import { ConfigError } from "../../infra/config/parse_config.ts";
import { DATABASE_FILE } from "../../composition/supervisor.ts";

/**
 * Creates the directory and the file of the embedded database, readable by their owner only. Throws
 * a ConfigError if that fails. Does nothing with Postgres.
 */
export function prepareDataDirectory({ dataDir, databaseUrl }: Config): void {
  if (databaseUrl !== undefined) return;
  try {
    Deno.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = `${dataDir}/${DATABASE_FILE}`;
    Deno.openSync(file, { create: true, append: true, mode: 0o600 }).close();
  } catch (error) {
    const reason = errorText(error);
    throw new ConfigError([`DATA_DIR: cannot use ${JSON.stringify(dataDir)}: ${reason}`]);
  }
}
