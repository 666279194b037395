import { loadConfig } from "../infra/config/load_config.ts";
import { effectiveValues } from "../infra/config/effective_values.ts";
import { readArguments } from "./shared/arguments.ts";
import { type Command, EXIT, print } from "./shared/command.ts";

export const config: Command = {
  name: "config",
  usage: "",
  summary: "Print the settings in effect, with secrets hidden",
  run(args) {
    readArguments(args, {});
    const values = effectiveValues(loadConfig());
    for (const [name, value] of Object.entries(values)) print(`${name}=${value}`);
    return Promise.resolve(EXIT.ok);
  },
};
