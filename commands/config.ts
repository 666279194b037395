import { loadConfig } from "../infra/config/load_config.ts";
import { effectiveValues } from "../infra/config/effective_values.ts";
import { readArguments } from "./shared/arguments.ts";
import { EXIT, type ExitCode, print } from "./shared/command.ts";

export function config(args: readonly string[]): Promise<ExitCode> {
  readArguments(args, {});
  const values = effectiveValues(loadConfig());
  for (const [name, value] of Object.entries(values)) print(`${name}=${value}`);
  return Promise.resolve(EXIT.ok);
}
