import { errorText } from "../../domain/error_text.ts";
import type { Config } from "../../infra/config/config.ts";
import { ConfigError } from "../../infra/config/parse_config.ts";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { giveToOwnerOf } from "./file_owner.ts";

/** Locked by every process that uses the embedded database, and exclusively by `restore`. */
const LOCK_FILE = `${DATABASE_FILE}.lock`;

/**
 * Creates the directory and the file of the embedded database, readable by their owner only, and
 * locks them against `restore`, or with `exclusive` against every other process. The lock is held
 * until the result is disposed of or the process ends. Throws a ConfigError if the directory cannot
 * be used or is locked. Does nothing with Postgres.
 */
export function prepareDataDirectory(
  { dataDir, databaseUrl }: Pick<Config, "dataDir" | "databaseUrl">,
  lock: "shared" | "exclusive" = "shared",
): Disposable | undefined {
  if (databaseUrl !== undefined) return undefined;
  try {
    Deno.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const locked = lockFile(`${dataDir}/${LOCK_FILE}`, lock);
    if (!locked) throw new Error(lock === "shared" ? RESTORING : IN_USE);
    createPrivateFile(`${dataDir}/${DATABASE_FILE}`).close();
    giveToOwnerOf(dataDir, [`${dataDir}/${DATABASE_FILE}`, `${dataDir}/${LOCK_FILE}`]);
    return locked;
  } catch (error) {
    const reason = errorText(error);
    throw new ConfigError([`DATA_DIR: cannot use ${JSON.stringify(dataDir)}: ${reason}`]);
  }
}

const RESTORING = "its database is being restored; start again when that has finished";
const IN_USE = "another process is using its database; stop it first";

/** Returns undefined if another process holds a conflicting lock. */
function lockFile(path: string, lock: "shared" | "exclusive"): Disposable | undefined {
  const file = createPrivateFile(path);
  try {
    if (file.tryLockSync(lock === "exclusive")) return file;
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return undefined;
}

function createPrivateFile(path: string): Deno.FsFile {
  return Deno.openSync(path, { create: true, append: true, mode: 0o600 });
}
