import { DATABASE_FILE } from "../composition/supervisor.ts";
import { backUpSqlite } from "../infra/database/sqlite/back_up.ts";
import { readArguments } from "./shared/arguments.ts";
import { checkBackup } from "./shared/check_backup.ts";
import { EXIT, type ExitCode, print, UsageError } from "./shared/command.ts";
import { prepareDataDirectory } from "./shared/data_directory.ts";
import { embeddedOnly } from "./shared/embedded_only.ts";
import { fileExists } from "./shared/file_exists.ts";
import { renameDurably } from "./shared/rename_durably.ts";
import { loadSettings } from "./shared/settings.ts";

export async function backup(args: readonly string[]): Promise<ExitCode> {
  const flags = { "data-dir": { type: "string" } } as const;
  const { values, positionals: [file = ""] } = readArguments(args, flags, { names: ["FILE"] });
  const config = loadSettings(values);
  embeddedOnly(config, "pg_dump");
  const source = `${config.dataDir}/${DATABASE_FILE}`;
  if (!fileExists(source)) {
    throw new UsageError(`Nothing to back up: ${JSON.stringify(source)} does not exist`);
  }
  if (fileExists(file)) throw new UsageError(`${JSON.stringify(file)} exists: choose a new name`);
  using _ = prepareDataDirectory(config);
  print(`Backed up to ${file}: ${await copyVerified(source, file)}`);
  return EXIT.ok;
}

/** The file appears under its name when it is complete, checked and on disk. */
async function copyVerified(source: string, file: string): Promise<string> {
  const partial = `${file}.partial`;
  if (fileExists(partial)) {
    throw new UsageError(`${JSON.stringify(partial)} exists: remove it unless a backup is running`);
  }
  // Readable by the owner only: it contains password hashes and the secret that signs tokens.
  Deno.openSync(partial, { createNew: true, write: true, mode: 0o600 }).close();
  try {
    await backUpSqlite(source, partial);
    const description = checkBackup(partial, source);
    renameDurably(partial, file);
    return description;
  } catch (error) {
    Deno.removeSync(partial);
    throw error;
  }
}
