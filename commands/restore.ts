import { DATABASE_FILE } from "../composition/supervisor.ts";
import { readArguments } from "./shared/arguments.ts";
import { checkBackup } from "./shared/check_backup.ts";
import { EXIT, type ExitCode, print, UsageError } from "./shared/command.ts";
import { prepareDataDirectory } from "./shared/data_directory.ts";
import { embeddedOnly } from "./shared/embedded_only.ts";
import { fileExists } from "./shared/file_exists.ts";
import { giveToOwnerOf } from "./shared/file_owner.ts";
import { renameDurably } from "./shared/rename_durably.ts";
import { loadSettings } from "./shared/settings.ts";

export function restore(args: readonly string[]): Promise<ExitCode> {
  const flags = { "data-dir": { type: "string" } } as const;
  const { values, positionals: [file = ""] } = readArguments(args, flags, { names: ["FILE"] });
  const config = loadSettings(values);
  embeddedOnly(config, "pg_restore");
  if (!fileExists(file)) throw new UsageError(`No backup found at ${JSON.stringify(file)}`);
  using _ = prepareDataDirectory(config, "exclusive");
  const database = `${config.dataDir}/${DATABASE_FILE}`;
  const hadDatabase = Deno.statSync(database).size > 0;
  if (!hadDatabase && !fileExists(`${database}-wal`)) removeDatabase(database);
  const description = replaceDatabase(database, file);
  giveToOwnerOf(config.dataDir, [database]);
  print(`Restored ${file}: ${description}`);
  if (hadDatabase) print(`The previous database is ${database}.replaced until the next restore`);
  return Promise.resolve(EXIT.ok);
}

/** Checks a copy of the backup, which stays as it is, and puts it in the place of the database. */
function replaceDatabase(database: string, file: string): string {
  const copy = `${database}.restoring`;
  removeDatabase(copy);
  try {
    copyPrivately(file, copy);
    // The latest commits, if the backup is a copy of the files of a stopped service.
    if (fileExists(`${file}-wal`)) copyPrivately(`${file}-wal`, `${copy}-wal`);
    const description = checkBackup(copy, file);
    keepPrevious(database);
    renameDurably(copy, database);
    return description;
  } catch (error) {
    removeDatabase(copy);
    throw error;
  }
}

function copyPrivately(from: string, to: string): void {
  Deno.openSync(to, { createNew: true, write: true, mode: 0o600 }).close();
  using source = Deno.openSync(from);
  using target = Deno.openSync(to, { write: true });
  const buffer = new Uint8Array(1 << 20);
  for (let read = source.readSync(buffer); read !== null; read = source.readSync(buffer)) {
    for (let start = 0; start < read;) start += target.writeSync(buffer.subarray(start, read));
  }
}

/**
 * Links the previous database and its write-ahead log under another name, then removes the log:
 * SQLite would apply it to the restored database.
 */
function keepPrevious(database: string): void {
  for (const suffix of ["", "-wal"]) {
    removeIfPresent(`${database}.replaced${suffix}`);
    if (!fileExists(`${database}${suffix}`)) continue;
    Deno.linkSync(`${database}${suffix}`, `${database}.replaced${suffix}`);
  }
  for (const suffix of ["-wal", "-shm"]) removeIfPresent(`${database}${suffix}`);
}

function removeDatabase(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) removeIfPresent(`${path}${suffix}`);
}

function removeIfPresent(path: string): void {
  if (fileExists(path)) Deno.removeSync(path);
}
