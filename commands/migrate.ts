import { loadConfig } from "../infra/config/load_config.ts";
import { migrate as applyMigrations } from "../infra/database/migrate.ts";
import { withDatabase } from "./shared/accounts.ts";
import { readArguments } from "./shared/arguments.ts";
import { EXIT, type ExitCode, print } from "./shared/command.ts";

export async function migrate(args: readonly string[]): Promise<ExitCode> {
  readArguments(args, {});
  const applied = await withDatabase(loadConfig(), applyMigrations);
  print(applied.length === 0 ? "Up to date" : `Applied: ${applied.join(", ")}`);
  return EXIT.ok;
}
