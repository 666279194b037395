import {
  type Command,
  EXIT,
  type ExitCode,
  InterruptedError,
  print,
  UsageError,
} from "./commands/shared/command.ts";
import { commandHelp, helpText, usageLine } from "./commands/help.ts";
import { COMMANDS } from "./commands/mod.ts";
import { type ErrorCode, ServiceError } from "./domain/errors.ts";
import { errorText } from "./domain/error_text.ts";
import { ConfigError } from "./infra/config/parse_config.ts";

/** Errors of the caller: exit code 2. */
const CALLER_ERRORS: readonly ErrorCode[] = [
  "not_found",
  "username_taken",
  "too_many_keys",
  "invalid_input",
  "invalid_expression",
  "division_by_zero",
  "result_too_large",
  "too_costly",
  "not_invertible",
  "no_solution",
];

const HELP_FLAGS: readonly string[] = ["--help", "-h"];

Deno.exit(await main(Deno.args));

async function main([name = "serve", ...args]: readonly string[]): Promise<ExitCode> {
  if (name === "help" && args.length > 0) return explain(args);
  if (name === "help" || [name, ...args].some((arg) => HELP_FLAGS.includes(arg))) {
    print(helpText(COMMANDS));
    return EXIT.ok;
  }
  const command = findCommand(name);
  if (!command) return refuseCommand(name);
  try {
    return await command.run(name.startsWith("-") ? [name, ...args] : args);
  } catch (error) {
    return report(command, error);
  }
}

/** Prints what one command does. */
function explain([name = "", ...others]: readonly string[]): ExitCode {
  const command = findCommand(name);
  if (!command) return refuseCommand(name);
  if (others.length > 0) {
    printError(`Unexpected argument ${JSON.stringify(others[0])}`);
    return EXIT.usage;
  }
  print(commandHelp(command));
  return EXIT.ok;
}

function refuseCommand(name: string): ExitCode {
  printError(`Unknown command ${JSON.stringify(name)}: see "mathcalculator help"`);
  return EXIT.usage;
}

/** Flags without a command belong to `serve`, except `--version`. */
function findCommand(name: string): Command | undefined {
  if (name === "--version") return COMMANDS.find((command) => command.name === "version");
  const verb = name.startsWith("-") ? "serve" : name;
  return COMMANDS.find((command) => command.name === verb);
}

function report(command: Command, error: unknown): ExitCode {
  if (error instanceof InterruptedError) return EXIT.interrupted;
  if (error instanceof UsageError) {
    printError(error.message);
    console.error(usageLine(command));
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
