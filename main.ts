import { type Command, EXIT, type ExitCode, print, UsageError } from "./commands/shared/command.ts";
import { helpText } from "./commands/help.ts";
import { COMMANDS } from "./commands/mod.ts";
import { type ErrorCode, ServiceError } from "./domain/errors.ts";
import { errorText } from "./domain/error_text.ts";
import { ConfigError } from "./infra/config/parse_config.ts";

/** What only other input can cure. */
const INPUT_PROBLEMS: readonly ErrorCode[] = [
  "invalid_input",
  "division_by_zero",
  "result_too_large",
];

Deno.exit(await main(Deno.args));

async function main([name = "serve", ...args]: readonly string[]): Promise<ExitCode> {
  if (asksForHelp(name) || args.some((arg) => arg === "--help" || arg === "-h")) {
    print(helpText(COMMANDS));
    return EXIT.ok;
  }
  const command = find(name);
  if (!command) {
    complain(`Unknown command ${JSON.stringify(name)}: see "mathcalculator help"`);
    return EXIT.usage;
  }
  try {
    return await command.run(name.startsWith("-") ? [name, ...args] : args);
  } catch (error) {
    return explain(command, error);
  }
}

function asksForHelp(name: string): boolean {
  return ["help", "--help", "-h"].includes(name);
}

/** Flags without a command are for `serve`; `--version` is what other programs have. */
function find(name: string): Command | undefined {
  if (name === "--version") return COMMANDS.find((command) => command.name === "version");
  const verb = name.startsWith("-") ? "serve" : name;
  return COMMANDS.find((command) => command.name === verb);
}

function explain(command: Command, error: unknown): ExitCode {
  if (error instanceof UsageError) {
    complain(error.message);
    console.error(`Usage: mathcalculator ${command.name} ${command.usage}`);
    return EXIT.usage;
  }
  complain(errorText(error));
  return isCallersToMend(error) ? EXIT.usage : EXIT.failed;
}

function isCallersToMend(error: unknown): boolean {
  if (error instanceof ServiceError) return INPUT_PROBLEMS.includes(error.code);
  return error instanceof ConfigError;
}

function complain(message: string): void {
  console.error(`mathcalculator: ${message}`);
}
