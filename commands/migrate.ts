import { loadConfig } from "../infra/config/load_config.ts";
import { migrate as applyMigrations } from "../infra/database/migrate.ts";
import { withDatabase } from "./shared/accounts.ts";
import { readArguments } from "./shared/arguments.ts";
import { type Command, EXIT, print } from "./shared/command.ts";

export const migrate: Command = {
  name: "migrate",
  usage: "",
  summary: "Migrate the database and exit; serve and consume migrate when they start",
  async run(args) {
    readArguments(args, {});
    const applied = await withDatabase(loadConfig(), applyMigrations);
    print(applied.length === 0 ? "Up to date" : `Applied: ${applied.join(", ")}`);
    return EXIT.ok;
  },
};
