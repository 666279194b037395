import { type Command, EXIT, type ExitCode, print, UsageError } from "./commands/shared/command.ts";
import { helpText } from "./commands/help.ts";
import { COMMANDS } from "./commands/mod.ts";
import { type ErrorCode, ServiceError } from "./domain/errors.ts";
import { errorText } from "./domain/error_text.ts";
import { ConfigError } from "./infra/config/parse_config.ts";

/** Errors of the caller: exit code 2. */
const CALLER_ERRORS: readonly ErrorCode[] = [
  "invalid_input",
  "invalid_expression",
  "division_by_zero",
  "result_too_large",
];

Deno.exit(await main(Deno.args));

async function main([name = "serve", ...args]: readonly string[]): Promise<ExitCode> {
  if (isHelp(name) || args.some((arg) => arg === "--help" || arg === "-h")) {
    print(helpText(COMMANDS));
    return EXIT.ok;
  }
  const command = findCommand(name);
  if (!command) {
    printError(`Unknown command ${JSON.stringify(name)}: see "mathcalculator help"`);
    return EXIT.usage;
  }
  try {
    return await command.run(name.startsWith("-") ? [name, ...args] : args);
  } catch (error) {
    return report(command, error);
  }
}

function isHelp(name: string): boolean {
  return ["help", "--help", "-h"].includes(name);
}

/** Flags without a command belong to `serve`, except `--version`. */
function findCommand(name: string): Command | undefined {
  if (name === "--version") return COMMANDS.find((command) => command.name === "version");
  const verb = name.startsWith("-") ? "serve" : name;
  return COMMANDS.find((command) => command.name === verb);
}

function report(command: Command, error: unknown): ExitCode {
  if (error instanceof UsageError) {
    printError(error.message);
    console.error(`Usage: mathcalculator ${command.name} ${command.usage}`);
    return EXIT.usage;
  }
  printError(errorText(error));
  return isCallerError(error) ? EXIT.usage : EXIT.failed;
}

function isCallerError(error: unknown): boolean {
  if (error instanceof ServiceError) return CALLER_ERRORS.includes(error.code);
  return error instanceof ConfigError;
}

function printError(message: string): void {
  console.error(`mathcalculator: ${message}`);
}
